import { ProbeError } from '../plan/probe.ts';

/** Parameters of a bridge under netplan's names; times are in seconds. See netplan-yaml(5). */
export interface BridgeParameters {
  stp: boolean;
  'forward-delay': number;
  'hello-time': number;
  'max-age': number;
  'ageing-time': number;
  priority: number;
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
  /** Links that are plugged into it, sorted; the taps of guests are not netplan's and left out. */
  ports: readonly string[];
  /** Global addresses in CIDR notation that are not lent by DHCP or routers, sorted. */
  addresses: readonly string[];
}

/** What the kernel gives a new bridge: seen on Linux 6.1 and 6.12. */
export const KERNEL_DEFAULTS: BridgeParameters = {
  stp: false,
  'forward-delay': 15,
  'hello-time': 2,
  'max-age': 20,
  'ageing-time': 300,
  priority: 32768,
};

/** The same parameters under the kernel's names, in its own units: hundredths of a second. */
export function kernelParameters(bridge: Partial<BridgeParameters>): [name: string, value: number][] {
  return NAMES.flatMap(([name, kernelName, scale]) => {
    const value = bridge[name];
    return value === undefined ? [] : [[kernelName, Number(value) * scale]];
  });
}

/** A link as one line for each thing that is known of it. */
export function linkText(link: LinkState): string {
  if (!link.exists) return '';
  const lines = [
    `mtu ${link.mtu}`,
    `up ${Number(link.up)}`,
    ...kernelParameters(link.bridge ?? {}).map(([name, value]) => `${name} ${value}`),
    ...link.ports.map((port) => `port ${port}`),
    ...link.addresses.map((address) => `address ${address}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The inverse of `linkText`. */
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
  const bridge = () =>
    Object.fromEntries(
      NAMES.map(([name, kernelName, scale]) => {
        const value = number(kernelName) / scale;
        return [name, name === 'stp' ? value !== 0 : value];
      }),
    ) as unknown as BridgeParameters;
  return {
    exists: true,
    mtu: number('mtu'),
    up: number('up') === 1,
    ...(all('stp').length > 0 && { bridge: bridge() }),
    ports: all('port'),
    addresses: all('address'),
  };
}

const NAMES: readonly (readonly [keyof BridgeParameters, kernelName: string, scale: number])[] = [
  ['stp', 'stp', 1],
  ['forward-delay', 'forward_delay', 100],
  ['hello-time', 'hello_time', 100],
  ['max-age', 'max_age', 100],
  ['ageing-time', 'ageing_time', 100],
  ['priority', 'priority', 1],
];
