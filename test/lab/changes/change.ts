/** A Debian release of the lab: bookworm has libvirt 9.0, trixie 11.3. */
export type Release = 'bookworm' | 'trixie';

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
  steps: readonly string[] | Readonly<Record<Release, readonly string[]>>;
  /** In the XML of every copy afterwards, and not before; and the other way round. */
  appears?: string;
  vanishes?: string;
  /** What the plan warns of. */
  warns?: string;
  /** The network runs on as it was, and every later run says so. */
  waits?: true;
  /** Where libvirt can do it at all; absent: on both. */
  only?: Release;
}

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
