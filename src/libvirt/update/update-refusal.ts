import type { ListName } from '../compare/list-rules.ts';
import { familyOf } from '../model/address.ts';
import type { ForwardInterface } from '../model/elements/forward.ts';
import type { DhcpHost, Ip, Range } from '../model/elements/ip.ts';
import type { Portgroup } from '../model/elements/port.ts';
import type { Network } from '../model/network.ts';
import { checkNetwork } from '../rules/check-network.ts';

/** What net-update takes though the rules find fault with it: it judges less than a definition, or nobody does. */
const TAKEN = new Set([
  'vlan-unsupported',
  'mode-cannot-have',
  'host-outside',
  'host-is-own-address',
  'dns-name-characters',
  'line-break',
]);

/** An entry that net-update adds to a list of a network, or changes there. */
interface AddedEntry {
  list: ListName;
  /** Which `ip` the list belongs to; undefined for the lists of the network itself. */
  place: number | undefined;
  entry: unknown;
  /** The list with the entry. */
  next: readonly unknown[];
}

/**
 * Why libvirt refuses an entry of a list of a network, if it does. The entry is checked alone, in a network that is
 * otherwise the same, so that a long list costs nothing.
 */
export function refusalOf(network: Network, added: AddedEntry): string | undefined {
  const { list, place, entry } = added;
  const parent = place === undefined ? undefined : network.ip?.[place];
  const other =
    parent && network.ip?.find((each) => each !== parent && isOfFamily(parent, each) && serves(each));
  if (other) return `${other.address} has a DHCP service already`;
  if (parent && list === 'ip.dhcp.host' && familyOf((entry as DhcpHost).ip) !== familyOf(parent.address)) {
    return `${(entry as DhcpHost).ip} is of another family than ${parent.address}`;
  }
  const findings = checkNetwork(withOnly(network, parent, added));
  const error = findings.find(({ severity, code }) => severity === 'error' && !TAKEN.has(code));
  return error && `${error.summary}: ${error.detail}`;
}

function withOnly(network: Network, parent: Ip | undefined, { list, entry, next }: AddedEntry): Network {
  const { name, dns, ip, forward, portgroup: _portgroup, ...others } = network;
  const own = ip?.map(({ dhcp: _, ...each }) => each);
  const frame: Network = { name, ...others, ...(forward && { forward }), ...(own && { ip: own }) };
  switch (list) {
    case 'ip.dhcp.range':
      return parent ? { name, ip: [{ ...parent, dhcp: { range: [entry as Range] } }] } : frame;
    case 'ip.dhcp.host':
      return parent ? { name, ip: [{ ...parent, dhcp: { host: [entry as DhcpHost] } }] } : frame;
    case 'forward.interface': {
      const { dev: _, ...rest } = forward ?? {};
      return { ...frame, forward: { ...rest, interface: [...next] as ForwardInterface[] } };
    }
    case 'portgroup': {
      const group = entry as Portgroup;
      const others = (next as readonly Portgroup[]).filter(({ name: other }) => other !== group.name);
      return { ...frame, portgroup: [...others.filter((each) => each.default === 'yes'), group] };
    }
    default:
      return {
        name,
        dns: { ...(dns?.enable && { enable: dns.enable }), [list.slice('dns.'.length)]: [entry] },
      };
  }
}

/** Whether this address has a DHCP service. */
export function serves({ dhcp }: Ip): boolean {
  return Boolean(dhcp?.range?.length || dhcp?.host?.length);
}

function isOfFamily(one: Ip, other: Ip): boolean {
  return familyOf(one.address) === familyOf(other.address);
}
