import { ProbeError } from '../../plan/probe.ts';
import { type BondParameters, bondLines, parseBond } from './bond.ts';

/**
 * Parameters of a bridge under netplan's names, see netplan-yaml(5). Times are in seconds, and known only while there
 * is no spanning tree: with one, the kernel shows those of the root bridge (IEEE 802.1D), and forgets
 * addresses faster while the topology changes.
 */
export interface BridgeParameters {
  stp: boolean;
  priority: number;
  'forward-delay'?: number;
  'hello-time'?: number;
  'max-age'?: number;
  'ageing-time'?: number;
}

/** A link of the kernel, as far as netplan decides it. */
export type LinkState = { exists: false } | ExistingLink;
export interface ExistingLink {
  exists: true;
  mtu: number;
  /** Whether it is set up, whatever its carrier. */
  up: boolean;
  /** Absent for what is no bridge. */
  bridge?: BridgeParameters;
  /** Only of a bond. */
  bond?: BondParameters;
  /** Only of a VLAN: its number, and the link below it. */
  vlan?: { id: number; link: string };
  /** Links that are plugged into it, or bonded, sorted; the taps of guests are not netplan's and left out. */
  ports: readonly string[];
  /** Global addresses in CIDR notation, without those of DHCP and routers, sorted. */
  addresses: readonly string[];
  /** Routes by it that somebody configured, as `routesAfter` writes them, sorted. */
  routes: readonly string[];
}

/** What the kernel gives a new bridge: read on Linux 6.1 and 6.12. */
export const KERNEL_DEFAULTS: BridgeParameters = {
  stp: false,
  priority: 32768,
  'forward-delay': 15,
  'hello-time': 2,
  'max-age': 20,
  'ageing-time': 300,
};

/** The same parameters under the kernel's names, in its own units: hundredths of a second. */
export function kernelParameters(bridge: Partial<BridgeParameters>): [name: string, value: number][] {
  const { stp, priority } = bridge;
  return [
    ...(stp === undefined ? [] : [['stp', Number(stp)] as [string, number]]),
    ...(priority === undefined ? [] : [['priority', priority] as [string, number]]),
    ...TIMES.flatMap((name): [string, number][] => {
      const seconds = bridge[name];
      return seconds === undefined ? [] : [[kernelName(name), seconds * 100]];
    }),
  ];
}

/** A link as one line for each thing that is known of it. */
export function linkText(link: LinkState): string {
  if (!link.exists) return '';
  const lines = [
    `mtu ${link.mtu}`,
    `up ${Number(link.up)}`,
    ...kernelParameters(link.bridge ?? {}).map(([name, value]) => `${name} ${value}`),
    ...bondLines(link.bond ?? {}),
    ...(link.vlan ? [`vlan ${link.vlan.id} ${link.vlan.link}`] : []),
    ...link.ports.map((port) => `port ${port}`),
    ...link.addresses.map((address) => `address ${address}`),
    ...link.routes.map((route) => `route ${route}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The inverse of `linkText`; takes ports, addresses and routes in any order. */
export function parseLink(text: string): LinkState {
  if (text === '') return { exists: false };
  const lines = text.trimEnd().split('\n');
  const all = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const number = (key: string) => {
    const value = Number(all(key)[0] ?? Number.NaN);
    if (Number.isNaN(value)) throw new ProbeError(`unexpected answer about a link: ${text.slice(0, 80)}`);
    return value;
  };
  const times = TIMES.flatMap((name) => {
    const [hundredths] = all(kernelName(name));
    return hundredths === undefined ? [] : [[name, Number(hundredths) / 100]];
  });
  const bridge = (): BridgeParameters => ({
    stp: number('stp') !== 0,
    priority: number('priority'),
    ...Object.fromEntries(times),
  });
  const [id, below] = all('vlan')[0]?.split(' ') ?? [];
  return {
    exists: true,
    mtu: number('mtu'),
    up: number('up') === 1,
    ...(all('stp').length > 0 && { bridge: bridge() }),
    ...(all('bond').length > 0 && { bond: parseBond(all('bond')) }),
    ...(below !== undefined && { vlan: { id: Number(id), link: below } }),
    ports: all('port').sort(),
    addresses: all('address').sort(),
    routes: all('route').sort(),
  };
}

const TIMES = ['forward-delay', 'hello-time', 'max-age', 'ageing-time'] as const;

function kernelName(name: string): string {
  return name.replaceAll('-', '_');
}

/** A link whose mtu nobody sets takes the smallest of those below it. */
export function smallestMtu(links: readonly LinkState[]): number {
  const mtus = links.flatMap((link) => (link.exists ? [link.mtu] : []));
  return mtus.length > 0 ? Math.min(...mtus) : 1500;
}
