import { contains, type Span, spanOf } from '../model/address.ts';
import type { Network } from '../model/network.ts';
import type { DhcpLease } from './leases.ts';

/** The addresses of a network's DHCP service, counted. */
export interface DhcpPool {
  /** Leases that guests hold now. */
  used: number;
  /** Addresses that can be held: those of the ranges, and reserved ones outside of them. */
  addresses: number;
  /** Addresses of the ranges that are left for a guest without a reservation. */
  free: number;
}

/** Undefined for a network that gives out no addresses. */
export function dhcpPool({ ip = [] }: Network, leases: readonly DhcpLease[]): DhcpPool | undefined {
  const ranges = ip
    .flatMap(({ dhcp }) => dhcp?.range ?? [])
    .flatMap(({ start, end }) => spanOf(start, end) ?? []);
  const reserved = spans(ip.flatMap(({ dhcp }) => dhcp?.host ?? []));
  if (ranges.length === 0 && reserved.size === 0) return undefined;
  const within = (span: Span) => ranges.some((range) => contains(range, span));
  const size = ranges.reduce((sum, { first, last }) => sum + Number(last - first + 1n), 0);
  const taken = new Map([...reserved, ...spans(leases)]);
  return {
    used: leases.length,
    addresses: size + [...reserved.values()].filter((span) => !within(span)).length,
    free: Math.max(0, size - [...taken.values()].filter(within).length),
  };
}

/** By their number, so that two spellings of an address are one. */
function spans(addresses: readonly { ip: string }[]): Map<bigint, Span> {
  return new Map(
    addresses.flatMap(({ ip }) => {
      const span = spanOf(ip);
      return span ? [[span.first, span] as const] : [];
    }),
  );
}
