import { canonicalMac } from '../compare/canonical.ts';
import { contains, familyOf, spanOf, subnetOf } from '../model/address.ts';
import type { DhcpHost, Ip } from '../model/elements/ip.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import type { GuestAttachment } from '../observe/guest-attachments.ts';
import type { DhcpLease } from '../observe/leases.ts';

/** A network that runs, before and after a change, and who is there. */
export interface LeaseSituation {
  before: Network;
  after: Network;
  leases: readonly DhcpLease[];
  /** Interfaces of this network's guests. */
  guests: readonly Pick<GuestAttachment, 'guest' | 'mac' | 'running'>[];
}

/**
 * Which guests need a new lease or gateway once a network is changed so, a sentence for each reason, with what they
 * hold and how long. A guest gets new values when it asks again (dnsmasq(8), RFC 2131).
 */
export function leaseEffects({ before, after, leases, guests }: LeaseSituation): string[] {
  if (before === after) return [];
  const [was, is] = [serviceOf(before), serviceOf(after)];
  const names = new Map(guests.map(({ guest, mac }) => [mac, guest]));
  const reasons = new Map<string, string[]>();
  const add = (reason: string, who: string) => {
    const known = reasons.get(reason);
    if (known) known.push(who);
    else reasons.set(reason, [who]);
  };
  for (const lease of leases) {
    const effect = effectOn(lease, was, is);
    if (!effect) continue;
    const { mac, ip, hostname, expires } = lease;
    const held = expires === undefined ? 'for ever' : `until ${expires}`;
    add(effect.reason, `${names.get(mac) ?? hostname ?? mac} (${effect.address ?? ip} ${held})`);
  }
  const holders = new Set(leases.map(({ mac }) => mac));
  const gateways = changedGateways(before, after);
  for (const { guest, mac, running } of gateways.length > 0 ? guests : [])
    if (running && !holders.has(mac))
      add(
        `have no lease; configured by hand, they need the gateway ${gateways.join(' or ')}`,
        `${guest} (${mac})`,
      );
  return [...reasons].map(([reason, who]) => `These guests ${reason}: ${listed(who)}.`);
}

/** So many guests are named. */
const NAMED = 20;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a network gives out. */
interface Service {
  ips: readonly Ip[];
  /** Its own IPv4 address as the gateway; an isolated network names none. */
  isGateway: boolean;
  byOwner: ReadonlyMap<string, DhcpHost>;
  byAddress: ReadonlyMap<string, DhcpHost>;
}

function serviceOf(network: Network): Service {
  const { ip = [] } = network;
  const hosts = ip.flatMap(({ dhcp }) => dhcp?.host ?? []);
  const owners = hosts.flatMap((host): [string, DhcpHost][] => {
    const owner = ownerOf(host);
    return owner === undefined ? [] : [[owner, host]];
  });
  return {
    ips: ip,
    isGateway: modeOf(network) !== 'none',
    byOwner: new Map(owners),
    byAddress: new Map(hosts.map((host) => [host.ip, host])),
  };
}

/** Whom an address is kept for: IPv4 knows the MAC address, IPv6 the DUID. */
function ownerOf({ mac, id }: Pick<DhcpHost, 'mac' | 'id'>): string | undefined {
  return mac === undefined ? id?.toLowerCase() : canonicalMac(mac);
}

function effectOn(
  lease: DhcpLease,
  was: Service,
  is: Service,
): { reason: string; address?: string } | undefined {
  const [old, next] = [was, is].map(({ ips }) => ips.find((each) => isWithin(lease.ip, each)));
  if (!old) return undefined;
  if (!next) return { reason: 'need a new lease, their address is in no subnet of the network any more' };
  const [kept, keeps] = [was, is].map(({ byOwner }) => byOwner.get(ownerOfLease(lease)));
  if (keeps && keeps.ip !== lease.ip && keeps.ip !== kept?.ip)
    return { reason: 'get another address at their next lease', address: `${lease.ip} → ${keeps.ip}` };
  const taken = is.byAddress.get(lease.ip);
  if (taken && !was.byAddress.has(lease.ip) && ownerOf(taken) !== ownerOfLease(lease))
    return { reason: `need a new lease, their address is now kept for ${taken.name ?? ownerOf(taken)}` };
  if (gives(was, old, lease.ip) && !gives(is, next, lease.ip))
    return { reason: 'need a new lease, their address is no longer given out' };
  // Over IPv6 routers announce themselves.
  if (familyOf(lease.ip) === 'ipv6') return undefined;
  const [from, to] = [was.isGateway && old.address, is.isGateway && next.address];
  if (from === to) return undefined;
  if (to === false) return { reason: `lose the gateway ${from} at their next lease` };
  return { reason: `learn of the gateway ${to}${from ? ` (now ${from})` : ''} at their next lease` };
}

function ownerOfLease({ mac, ip, clientId }: DhcpLease): string {
  return familyOf(ip) === 'ipv6' ? (clientId?.toLowerCase() ?? mac) : canonicalMac(mac);
}

function isWithin(address: string, ip: Ip): boolean {
  const span = spanOf(address);
  return span !== undefined && contains(subnetOf(ip), span);
}

function gives({ byAddress }: Service, { dhcp }: Ip, address: string): boolean {
  const span = spanOf(address);
  if (byAddress.has(address) || span === undefined) return true;
  const ranges = (dhcp?.range ?? []).flatMap(({ start, end }) => spanOf(start, end) ?? []);
  return ranges.some((range) => contains(range, span));
}

/** Own addresses that a network has now, where it had another of that family. */
function changedGateways({ ip: old = [] }: Network, { ip: next = [] }: Network): string[] {
  const addresses = (ips: readonly Ip[]) => new Set(ips.map(({ address }) => address));
  const [was, is] = [addresses(old), addresses(next)];
  const gone = old.filter(({ address }) => !is.has(address)).map(({ address }) => familyOf(address));
  return [...is].filter((address) => !was.has(address) && gone.includes(familyOf(address)));
}
