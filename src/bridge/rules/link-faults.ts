import type { UnderlayLink } from '../kernel/underlay-link.ts';
import type { Fault } from './fault.ts';

/** What is plugged into what, and lies on what. */
interface Plugged {
  name: string;
  interfaces: readonly string[];
  underlay: readonly UnderlayLink[];
  mtu?: number | undefined;
}

/** What no link can be: twice a port, on itself, or preferred by a bond of others. */
export function linkFaults(bridge: Plugged): Fault[] {
  const { underlay } = bridge;
  const ofBonds = underlay.flatMap(strangePrimary);
  return [...portTwice(bridge), ...loops(bridge), ...vlanTwice(underlay), ...wideVlans(bridge), ...ofBonds];
}

/** The kernel shows as primary what is bonded only: drivers/net/bonding/bond_sysfs.c of Linux. */
function strangePrimary({ name, interfaces, bond }: UnderlayLink): Fault[] {
  const primary = bond?.primary;
  if (typeof primary !== 'string' || interfaces.includes(primary)) return [];
  return [
    {
      code: 'bond-primary',
      summary: 'A bond prefers a link that it does not have',
      detail: `${primary} is not among the interfaces of ${name}.`,
      at: ['bonds', name, 'parameters', 'primary'],
      hint: `Name one of them: ${interfaces.join(', ')}.`,
    },
  ];
}

function portTwice({ name, interfaces, underlay }: Plugged): Fault[] {
  const holders = [{ name, interfaces, at: ['interfaces'] }, ...underlay.map(holderOf)];
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

function holderOf({ name, interfaces }: UnderlayLink) {
  return { name, interfaces, at: ['bonds', name, 'interfaces'] };
}

/** The bridge is on its ports, a bond on its, and a VLAN on the link below it. */
function loops(bridge: Plugged): Fault[] {
  const { name, interfaces, underlay } = bridge;
  const below = new Map([[name, interfaces], ...underlay.map((one) => [one.name, belowOf(one)] as const)]);
  const path = [...below.keys()].map((link) => loopFrom(link, below)).find(Boolean);
  if (!path) return [];
  const isVlan = underlay.some((one) => one.name === path[0] && one.vlan);
  return [
    {
      code: 'bridge-loop',
      summary: 'A link lies on itself',
      detail: `${path.join(' lies on ')}.`,
      at:
        path[0] === name
          ? ['interfaces']
          : isVlan
            ? ['vlans', path[0] ?? '', 'link']
            : ['bonds', path[0] ?? ''],
      hint: 'Name the links of the host that it lies on.',
    },
  ];
}

function belowOf({ interfaces, vlan }: UnderlayLink): readonly string[] {
  return vlan ? [vlan.link] : interfaces;
}

/** From a link down to itself. */
function loopFrom(name: string, below: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const search = (link: string, path: readonly string[]): string[] | undefined => {
    for (const next of below.get(link) ?? []) {
      if (next === name) return [...path, next];
      const found = path.includes(next) ? undefined : search(next, [...path, next]);
      if (found) return found;
    }
    return undefined;
  };
  return search(name, [name]);
}

function vlanTwice(underlay: readonly UnderlayLink[]): Fault[] {
  const first = new Map<string, string>();
  return underlay.flatMap(({ name, vlan }): Fault[] => {
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
function wideVlans({ underlay, ...bridge }: Plugged): Fault[] {
  return underlay.flatMap(({ name, vlan, mtu }): Fault[] => {
    const link = vlan?.link;
    const below = link === bridge.name ? bridge.mtu : underlay.find((one) => one.name === link)?.mtu;
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
