import { only, type Probe, ProbeError, printed } from '../plan/probe.ts';

/** Somebody whom the kernel of a host has met on a link: ARP for IPv4, NDP for IPv6. */
export interface Neighbour {
  ip: string;
  mac: string;
  /** The link it was met on, such as `virbr0`. */
  link: string;
}

/** States in which nobody has answered: ip-neighbour(8). */
const SILENT = ['FAILED', 'INCOMPLETE'];

/** The neighbours of a host that have answered. */
export const neighbours: Probe<readonly Neighbour[]> = {
  key: 'neighbours',
  ask: { kind: 'script', script: 'ip -j neighbour show', args: [] },
  volatile: true,
  parse: (answers) => {
    const text = printed(answers, 'list the neighbours').trim();
    const all = text === '' ? [] : (JSON.parse(text) as Record<string, unknown>[]);
    return all.flatMap(({ dst, dev, lladdr, state }): Neighbour[] => {
      if (typeof dst !== 'string' || typeof dev !== 'string' || typeof lladdr !== 'string') return [];
      if (Array.isArray(state) && state.some((one) => SILENT.includes(String(one)))) return [];
      return [{ ip: dst, mac: lladdr.toLowerCase(), link: dev }];
    });
  },
};

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
