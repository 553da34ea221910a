import { isAtLeast, type Version } from '../../../src/versions/version.ts';
import { NIGHTLY } from '../../sampled.ts';
import { LIBVIRT_OF, RELEASES, type Release } from '../releases.ts';

export type Elements = Readonly<Record<string, unknown>>;

/** How much of a network a change may touch; see `Traces` for what is looked at. */
export interface Reach {
  impact: 'none' | 'service' | 'link';
  /** Whether the dnsmasq that ran before runs afterwards, another does, or none. */
  dnsmasq: 'same' | 'new' | 'none';
  /** Whether the bridge is the same one, a new one, or gone. Guests never leave one that stays. */
  bridge: 'same' | 'new' | 'none';
}

/** One change of a network with two running guests, and what it may cost. */
export interface NetworkChange extends Reach {
  name: string;
  /** Arguments of the `network` task beside name and bridge, laid over `BASE`. NET, NET6 and NEXT are its subnets. */
  before?: Elements;
  after: Elements;
  /** What somebody does on the host in between; `$1` is the network. */
  byHand?: string;
  /** The gentlest steps: `SECTION COMMAND` of net-update, or a command of virsh; `restart` of the whole network. */
  steps: Steps;
  /** In the XML of every copy afterwards, and not before; and the other way round. */
  appears?: string;
  vanishes?: string;
  /** What the plan warns of. */
  warns?: string;
  /** The network runs on as it was, and every later run says so. */
  waits?: true;
  /** The first libvirt that can do it at all; absent: each. */
  since?: Version;
}

/** Steps, or what they are from a version of libvirt on and before it. */
type Steps =
  | readonly string[]
  | Readonly<{ since: Version; now: readonly string[]; before: readonly string[] }>;

/** Whether the libvirt of a release can make a change. */
export function isOn(release: Release, { since }: Pick<NetworkChange, 'since'>): boolean {
  return since === undefined || isAtLeast(LIBVIRT_OF[release], since);
}

/** Whether a change is tried on a release: it takes turns with the others that can make it; at night on each of them. */
export function isTried(
  release: Release,
  { number, ...change }: Pick<NetworkChange, 'since'> & { number: number },
  all = NIGHTLY,
): boolean {
  const able = RELEASES.filter((one) => isOn(one, change));
  return all ? able.includes(release) : able[number % able.length] === release;
}

/** The steps of a change on a release. */
export function stepsOn(release: Release, { steps }: Pick<NetworkChange, 'steps'>): readonly string[] {
  return 'since' in steps ? steps[isOn(release, steps) ? 'now' : 'before'] : steps;
}

/** An entry that is modified since 10.6 (release notes), and before that deleted and added. */
export const modified = (section: string): Steps => ({
  since: [10, 6, 0],
  now: [`${section} modify`],
  before: [`${section} delete`, `${section} add-last`],
});

/** It concerns only what is plugged in or started later. */
export const NOTHING: Reach = { impact: 'none', dnsmasq: 'same', bridge: 'same' };
/** dnsmasq reads its files again. */
export const RELOAD: Reach = { impact: 'service', dnsmasq: 'same', bridge: 'same' };
/** dnsmasq restarts; guests keep their leases. */
export const NEW_DNSMASQ: Reach = { impact: 'service', dnsmasq: 'new', bridge: 'same' };
/** No section of net-update, in no version: libvirt creates the bridge again, and the guests are plugged back. */
export const RESTART = { impact: 'link', dnsmasq: 'new', bridge: 'new', steps: ['restart'] } as const;

export const RANGE = { start: 'NET.100', end: 'NET.150' };
export const RANGE_2 = { start: 'NET.160', end: 'NET.199' };
export const VM1 = { mac: '52:54:00:aa:00:01', name: 'vm1', ip: 'NET.11' };
export const VM2 = { mac: '52:54:00:aa:00:02', name: 'vm2', ip: 'NET.12' };
export const WEB = { ip: 'NET.11', hostname: ['web'] };
export const DB = { ip: 'NET.12', hostname: ['db'] };
export const SLOW = { name: 'slow', bandwidth: { inbound: { average: 100 } } };

export const ip = (more: Elements) => ({ ip: [{ address: 'NET.1/24', ...more }] });
export const dhcp = (more: Elements, address = 'NET.1/24') =>
  ip({ address, dhcp: { range: [RANGE], host: [VM1], ...more } });
export const dns = (more: Elements) => ({ dns: { host: [WEB], ...more } });
export const nat = (more: Elements) => ({ forward: { mode: 'nat', ...more } });

/** The network that every change starts from. */
export const BASE: Elements = {
  ...nat({}),
  domain: { name: 'lab.example' },
  ...dns({}),
  ...dhcp({}),
};

/** A text of the table for one case: its subnets, and a second name for its bridge. */
export function filled(text: string, { number, network }: { number: number; network: string }): string {
  return text
    .replaceAll('NET6', `fd00:88:${number}`)
    .replaceAll('NET', `10.88.${number}`)
    .replaceAll('NEXT', `10.89.${number}`)
    .replaceAll('OTHER', `${network}b`);
}
