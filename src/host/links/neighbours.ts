import { objectsIn, type Probe, printed } from '../../plan/probe.ts';

/** Somebody whom the kernel of a host has met on a link: ARP for IPv4, NDP for IPv6. */
export interface Neighbour {
  ip: string;
  mac: string;
  /** The link it was met on, such as `virbr0`. */
  link: string;
  /** Whether it answers, or did once and was not asked since. */
  answers: boolean;
}

/** States in which nobody has answered, and those of who does or of whom somebody said so: ip-neighbour(8). */
const SILENT = ['FAILED', 'INCOMPLETE'];
const ANSWERING = ['REACHABLE', 'PERMANENT', 'NOARP'];

/** The neighbours of a host that have ever answered. */
export const neighbours: Probe<readonly Neighbour[]> = {
  key: 'neighbours',
  ask: { kind: 'script', script: 'ip -j neighbour show', args: [] },
  volatile: true,
  parse: (answers) => {
    const purpose = 'list the neighbours';
    return objectsIn(printed(answers, purpose), purpose).flatMap(
      ({ dst, dev, lladdr, state }): Neighbour[] => {
        if (typeof dst !== 'string' || typeof dev !== 'string' || typeof lladdr !== 'string') return [];
        const states = Array.isArray(state) ? state.map(String) : [];
        if (states.some((one) => SILENT.includes(one))) return [];
        const isAnswering = states.some((one) => ANSWERING.includes(one));
        return [{ ip: dst, mac: lladdr.toLowerCase(), link: dev, answers: isAnswering }];
      },
    );
  },
};
