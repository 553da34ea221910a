import { memoize } from '../../plan/memoize.ts';
import { familyOf } from '../model/address.ts';
import type { Ip } from '../model/elements/ip.ts';
import type { Network } from '../model/network.ts';
import { ip as addressType } from '../model/value.ts';
import { keyOf, type ListName } from './list-rules.ts';
import { comparable } from './normalize.ts';
import { qualifiedKey } from './paths.ts';

/** A definition with what it implies on one host, and which entries there go for it, as `path key`. */
interface Implied {
  complete: Network;
  displaced: ReadonlySet<string>;
}

/**
 * What a definition says of a network of a host without a word for it. A `forward` without a mode opens an isolated
 * network by NAT, as it does in libvirt. `virbr%d` is a wish for any free name, which is met once the host has chosen
 * one. Of a default portgroup and a DHCP service see `onlyOnes`.
 */
export function implied(written: Network, current: Network): Implied {
  let complete = onlyOnes(written);
  const displaced = displacedEntries(complete, current);
  const { forward, bridge } = complete;
  if (forward && !forward.mode && !current.forward)
    complete = { ...complete, forward: { mode: 'nat', ...forward } };
  if (bridge?.name?.includes('%d') && current.bridge?.name !== undefined) {
    const { name: _, ...others } = bridge;
    complete = { ...complete, bridge: others };
  }
  return { complete, displaced };
}

/**
 * A network has one default portgroup, and gives out addresses of one subnet of each family: what is written in one
 * entry is taken from the others that are written. The same for every host, so that it is worked out once.
 */
const onlyOnes = memoize((written: Network): Network => {
  const { ip = [], portgroup = [] } = written;
  const hasDefault = portgroup.some((each) => each.default === 'yes');
  const isDisplaced = (each: Ip) => each.dhcp === undefined && ip.some((other) => serves(other, each));
  if (!hasDefault && !ip.some(isDisplaced)) return written;
  return {
    ...written,
    ...(hasDefault && { portgroup: portgroup.map((each) => ({ default: 'no', ...each })) }),
    ...(ip.length > 0 && { ip: ip.map((each) => (isDisplaced(each) ? { ...each, dhcp: NO_DHCP } : each)) }),
  };
});

const NO_DHCP = { range: [], host: [] };

function serves({ address, dhcp }: Ip, other: Ip): boolean {
  return familyOf(address) === familyOf(other.address) && Boolean(dhcp?.range?.length || dhcp?.host?.length);
}

/** What the host gives out of subnets whose service goes to another one, whoever made it. */
function displacedEntries({ ip = [] }: Network, current: Network): ReadonlySet<string> {
  const losing = ip
    .filter(({ dhcp }) => dhcp === NO_DHCP)
    .map(({ address }) => addressType.canonical(address));
  const there = losing.length === 0 ? [] : (comparable(current).ip ?? []);
  const services = there.flatMap(({ address, dhcp }) => (dhcp && losing.includes(address) ? [dhcp] : []));
  const keysOf = (list: ListName, entries: readonly unknown[] = []) =>
    entries.map((entry) => qualifiedKey(list, keyOf(list, entry)));
  return new Set(
    services.flatMap(({ range, host }) => [
      ...keysOf('ip.dhcp.range', range),
      ...keysOf('ip.dhcp.host', host),
    ]),
  );
}
