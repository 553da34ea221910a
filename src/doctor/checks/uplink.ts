import { quote } from '../../plan/quote.ts';
import { type Cause, type Check, wrongBy } from '../check.ts';
import { setLink } from '../commands.ts';
import type { Kernel, Link } from '../readings/links.ts';
import type { NetworkSubject } from '../subjects.ts';

/** What keeps a link of the host that leads out from leading anywhere; `whose` is who goes out by it. */
export function uplinkFaults(name: string, kernel: Kernel, whose: string): Cause[] {
  const link = kernel.links.get(name);
  if (!link) {
    return [
      {
        id: 'uplink-missing',
        rank: 'certain',
        summary: `There is no link ${name}, by which ${whose} goes out.`,
        evidence: [`links of the host: ${[...kernel.links.keys()].join(', ')}`],
        commands: ['ip -br link'],
      },
    ];
  }
  if (!link.up) {
    return [
      {
        id: 'uplink-down',
        rank: 'certain',
        summary: `${name}, by which ${whose} goes out, was set down.`,
        evidence: [`${name}: down`],
        commands: [setLink(name, 'up')],
      },
    ];
  }
  if (!link.carrier && link.kind !== 'bridge') {
    return [
      {
        id: 'uplink-without-carrier',
        rank: 'certain',
        summary: `${name}, by which ${whose} goes out, has nobody at its other end: a cable, a switch or its port.`,
        evidence: [`${name}: up, no carrier`],
        commands: [],
      },
    ];
  }
  return [...bondFaults(link, kernel), ...below(link, kernel, whose)];
}

/** A VLAN leads where the link below it leads. */
function below({ kind, lower }: Link, kernel: Kernel, whose: string): Cause[] {
  return kind === 'vlan' && lower !== undefined ? uplinkFaults(lower, kernel, whose) : [];
}

/** A bond whose switch does not speak LACP has no partner: bonding.rst of Linux. */
function bondFaults({ name, bond }: Link, kernel: Kernel): Cause[] {
  if (!bond) return [];
  const ports = [...kernel.links.values()].filter((link) => link.master === name);
  const evidence = ports.map((port) =>
    `${port.name}: ${port.bonded?.mii ?? ''} ${port.bonded?.state ?? ''}`.trim(),
  );
  const dead = ports.filter((port) => !port.up || !port.carrier || port.bonded?.mii === 'DOWN');
  const isSilent = bond.mode === '802.3ad' && /^(00:){5}00$/.test(bond.partner ?? '');
  if (isSilent) {
    return [
      {
        id: 'lacp-no-partner',
        rank: 'certain',
        summary: `${name} bonds by LACP (802.3ad), and the switch does not answer it.`,
        evidence: [`partner of ${name}: ${bond.partner}`, ...evidence],
        commands: [quote(['cat', `/proc/net/bonding/${name}`])],
      },
    ];
  }
  if (bond.mode === '802.3ad' && bond.ports !== undefined && bond.ports < ports.length && dead.length === 0) {
    return [
      {
        id: 'lacp-split',
        rank: 'likely',
        summary: `Only ${bond.ports} of ${ports.length} ports of ${name} go together by LACP: the switch has the others in another group.`,
        evidence,
        commands: [quote(['cat', `/proc/net/bonding/${name}`])],
      },
    ];
  }
  if (dead.length === 0) return [];
  return [
    {
      id: 'bond-port-dead',
      rank: 'possible',
      summary: `Of the ports of ${name}, ${dead.map((port) => port.name).join(', ')} ${dead.length === 1 ? 'is' : 'are'} dead.`,
      evidence,
      commands: [quote(['cat', `/proc/net/bonding/${name}`])],
    },
  ];
}

/** The links that the definition of a network names to go out by. */
export const forwardLinksLeadOut: Check<NetworkSubject> = {
  asks: 'the links that it goes out by lead out',
  look: ({ definition, kernel, name }) => {
    const { forward } = definition;
    const links = [forward?.dev, ...(forward?.interface ?? []).map(({ dev }) => dev), forward?.pf?.dev];
    const named = [...new Set(links.flatMap((one) => one ?? []))];
    if (named.length === 0 || kernel.links.size === 0) return undefined;
    const all = named.map((one) => uplinkFaults(one, kernel, `network ${name}`));
    // Of a pool each guest takes one that is free.
    return wrongBy(all.every((faults) => faults.length > 0) ? all.flat() : []);
  },
};
