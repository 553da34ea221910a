import { only, type Probe, ProbeError } from '../plan/probe.ts';

/** The clock of a host: seconds since 1970, and its zone as ISO 8601 has it. Leases end by it. */
export const hostClock: Probe<{ seconds: number; zone: string }> = {
  key: 'clock',
  ask: { kind: 'script', script: "date '+%s %:z'", args: [] },
  volatile: true,
  parse: (answers) => {
    const [, seconds, zone] = /^(\d+) ([+-]\d\d:\d\d)\n$/.exec(only(answers).stdout.toString()) ?? [];
    if (seconds === undefined || zone === undefined) throw new ProbeError('the host does not tell the time');
    return { seconds: Number(seconds), zone };
  },
};
