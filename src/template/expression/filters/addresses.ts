import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';
import { countOf, listOf } from './arguments.ts';
import { cidrMerge } from './cidr-merge.ts';
import { hwaddr, slaac } from './hardware-address.ts';
import { contains, ipOf, networkValue, orFalse, size, text, usable } from './ip.ts';
import { ipaddr, ipsubnet } from './ip-queries.ts';
import { operation } from './operation.ts';

function ipmath(value: unknown, amount: unknown): string {
  const ip = ipOf(value);
  if (!ip) throw new ValueFault(`${strOf(value)} is no address`);
  return text(ip, ip.value + BigInt(countOf(amount)));
}

function nthHost(value: unknown, query: unknown): unknown {
  const ip = ipOf(value);
  if (!ip || query === undefined || query === '') return false;
  const index = BigInt(countOf(query));
  const offset = index < 0n ? size(ip) + index : index;
  if (offset < 0n) throw new ValueFault(`${strOf(value)} has no address ${index}`);
  return orFalse(offset < size(ip), text(ip, networkValue(ip) + offset));
}

const one = (version?: 4 | 6) =>
  operation('query version alias', (value: unknown, [query]) => ipaddr(value, query, version));

export const ADDRESSES = {
  ipaddr: one(),
  ipv4: one(4),
  ipv6: one(6),
  ipwrap: operation('query', (value: unknown) =>
    Array.isArray(value) ? value.map(wrapped) : wrapped(value),
  ),
  ipsubnet: operation('query index', (value: unknown, [query, index]) => ipsubnet(value, query, index)),
  ipmath: operation('amount', (value: unknown, [amount]) => ipmath(value, amount)),
  nthhost: operation('query', (value: unknown, [query]) => nthHost(value, query)),
  next_nth_usable: operation('offset', (value: unknown, [offset]) => {
    const ip = ipOf(value);
    if (!ip || size(ip) === 1n) return false;
    const next = ip.value + BigInt(countOf(offset));
    return orFalse(next <= usable(ip)[1], text(ip, next));
  }),
  previous_nth_usable: operation('offset', (value: unknown, [offset]) => {
    const ip = ipOf(value);
    if (!ip || size(ip) === 1n) return false;
    const before = ip.value - BigInt(countOf(offset));
    return orFalse(before >= usable(ip)[0], text(ip, before));
  }),
  network_in_network: operation('test', (value: unknown, [inner]) => {
    const ip = ipOf(inner);
    return ip !== undefined && contains(strOf(value), ip);
  }),
  network_in_usable: operation('test', (value: unknown, [inner]) => inUsable(value, inner)),
  ip_in_network: operation('test', (value: unknown, [inner]) => inUsable(value, inner)),
  reduce_on_network: operation('network', (value: unknown, [network]) =>
    listOf(value).filter((each) => {
      const ip = ipOf(each);
      return ip !== undefined && contains(strOf(network), ip);
    }),
  ),
  cidr_merge: operation('action', (value: unknown, [action]) => cidrMerge(value, strOf(action ?? 'merge'))),
  hwaddr: operation('query alias', (value: unknown, [query]) => hwaddr(value, strOf(query ?? ''))),
  macaddr: operation('query', (value: unknown, [query]) => hwaddr(value, strOf(query ?? ''))),
  slaac: operation('query', (value: unknown, [mac]) => slaac(value, strOf(mac ?? ''))),
  ip4_hex: operation('delimiter', (value: unknown, [delimiter]) => {
    const ip = ipOf(value);
    if (ip?.version !== 4) throw new ValueFault(`${strOf(value)} is no IPv4 address`);
    return (ip.value.toString(16).padStart(8, '0').match(/../g) ?? []).join(strOf(delimiter ?? ''));
  }),
};

function inUsable(value: unknown, inner: unknown): boolean {
  const [outer, ip] = [ipOf(value), ipOf(inner)];
  if (!outer || !ip || outer.version !== ip.version) return false;
  const [first, end] = usable(outer);
  return ip.value >= first && ip.value <= end;
}

function wrapped(value: unknown): unknown {
  const ip = ipOf(value);
  return ip?.version === 6 ? `[${text(ip)}]${ip.hasPrefix ? `/${ip.prefix}` : ''}` : value;
}
