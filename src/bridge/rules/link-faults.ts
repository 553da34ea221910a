import type { MadeLink } from '../kernel/made-link.ts';
import type { Fault } from './fault.ts';

/** What is plugged into what, and lies on what. */
interface Plugged {
  name: string;
  interfaces: readonly string[];
  made: readonly MadeLink[];
  mtu?: number | undefined;
}

/** What no link can be: twice a port, or on itself. */
export function linkFaults(bridge: Plugged): Fault[] {
  return [...portTwice(bridge), ...loops(bridge), ...vlanTwice(bridge.made), ...wideVlans(bridge)];
}

function portTwice({ name, interfaces, made }: Plugged): Fault[] {
  const holders = [{ name, interfaces, at: ['interfaces'] }, ...made.map(holderOf)];
  const first = new Map<string, string>();
  return holders.flatMap(({ name: holder, interfaces: ports, at }) =>
    ports.flatMap((port, index): Fault[] => {
      const other = first.get(port);
      first.set(port, other ?? holder);
      if (other === undefined) return [];
      const where =
        other === holder
          ? `stands twice among the interfaces of ${holder}`
          : `is a port of ${other} and of ${holder}`;
      return [
        {
          code: 'bridge-port-twice',
          summary: 'A link is a port twice',
          detail: `${port} ${where}.`,
          at: [...at, index],
          hint: 'A link is a port of one bridge or bond. Leave it out here.',
        },
      ];
    }),
  );
}

function holderOf({ name, interfaces }: MadeLink) {
  return { name, interfaces, at: ['bonds', name, 'interfaces'] };
}

/** The bridge is on its ports, a bond on its, and a VLAN on the link below it. */
function loops(bridge: Plugged): Fault[] {
  const { name, interfaces, made } = bridge;
  const below = new Map([[name, interfaces], ...made.map((one) => [one.name, belowOf(one)] as const)]);
  const way = [...below.keys()].map((link) => wayBack(link, below)).find(Boolean);
  if (!way) return [];
  const isVlan = made.some((one) => one.name === way[0] && one.vlan);
  return [
    {
      code: 'bridge-loop',
      summary: 'A link lies on itself',
      detail: `${way.join(' lies on ')}.`,
      at:
        way[0] === name ? ['interfaces'] : isVlan ? ['vlans', way[0] ?? '', 'link'] : ['bonds', way[0] ?? ''],
      hint: 'Name the links of the host that it lies on.',
    },
  ];
}

function belowOf({ interfaces, vlan }: MadeLink): readonly string[] {
  return vlan ? [vlan.link] : interfaces;
}

/** From a link down to itself. */
function wayBack(name: string, below: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const walk = (link: string, way: readonly string[]): string[] | undefined => {
    for (const next of below.get(link) ?? []) {
      if (next === name) return [...way, next];
      const found = way.includes(next) ? undefined : walk(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(name, [name]);
}

function vlanTwice(made: readonly MadeLink[]): Fault[] {
  const first = new Map<string, string>();
  return made.flatMap(({ name, vlan }): Fault[] => {
    if (!vlan) return [];
    const key = `${vlan.id} of ${vlan.link}`;
    const other = first.get(key);
    first.set(key, other ?? name);
    if (other === undefined) return [];
    return [
      {
        code: 'bridge-vlan-twice',
        summary: 'Two links are the same VLAN',
        detail: `${other} and ${name} are both VLAN ${key}.`,
        at: ['vlans', name, 'id'],
        hint: 'Give it another id, or leave it out.',
      },
    ];
  });
}

/** The kernel gives a VLAN no larger MTU than the link below it has: vlan_dev_change_mtu of Linux. */
function wideVlans({ made, ...bridge }: Plugged): Fault[] {
  return made.flatMap(({ name, vlan, mtu }): Fault[] => {
    const link = vlan?.link;
    const below = link === bridge.name ? bridge.mtu : made.find((one) => one.name === link)?.mtu;
    if (mtu === undefined || below === undefined || mtu <= below) return [];
    return [
      {
        code: 'bridge-vlan-mtu',
        summary: 'A VLAN has a larger MTU than the link below it',
        detail: `${name} has ${mtu}, and ${link} has ${below}.`,
        at: ['vlans', name, 'mtu'],
        hint: `Make it ${below} or less, or that of ${link} larger.`,
      },
    ];
  });
}
