import { family, only, type Probe, ProbeError } from '../../plan/probe.ts';
import type { GuestState } from './guest-state.ts';

/** The XML of a guest; `later` where a change will make it, undefined where there is no guest. */
export type GuestXml = string | undefined;

/** The XML of guests as it is when a task runs, whatever tasks before it did, by their names. */
export const guestXmls = family<GuestXml>('guest xml now');

export function guestXml(name: string): Probe<GuestXml> {
  return guestXmls.of(name, {
    ask: { kind: 'virsh', commands: [['dumpxml', '--domain', name]] },
    volatile: true,
    awaited: true,
    parse: (answers) => {
      const { stdout, stderr } = only(answers);
      const [xml, said] = [stdout.toString().trim(), stderr.toString().trim()];
      if (xml !== '') return `${xml}\n`;
      if (/failed to get domain|Domain not found/.test(said) && !/connect/.test(said)) return undefined;
      throw new ProbeError(said || 'libvirt gave no answer');
    },
  });
}

/** The same once a guest is as `after` says. */
export function xmlAfter(after: GuestState): GuestXml {
  return after.exists ? 'later' : undefined;
}
