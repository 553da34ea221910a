import type { BondParameters } from './bond.ts';
import type { BridgeParameters, ExistingLink, LinkState } from './link.ts';
import type { UnderlayLink } from './underlay-link.ts';

/** What is to be said of the link of a bridge, in netplan's words. */
export interface LinkDifference {
  what: string;
  before: string | null;
  after: string | null;
}

export function linkDifferences(
  kind: 'bridge' | UnderlayLink['kind'],
  name: string,
  link: LinkState,
  next: ExistingLink,
): LinkDifference[] {
  if (!link.exists) return [{ what: `${kind} ${name}`, before: null, after: 'present' }];
  const list = (words: readonly string[]) => words.join(', ') || null;
  const found: LinkDifference[] = [
    { what: 'interfaces', before: list(link.ports), after: list(next.ports) },
    { what: 'addresses', before: list(link.addresses), after: list(next.addresses) },
    { what: 'routes', before: list(link.routes), after: list(next.routes) },
    { what: 'mtu', before: String(link.mtu), after: String(next.mtu) },
    { what: 'state', before: link.up ? 'up' : 'down', after: 'up' },
    { what: 'id', before: vlanText(link), after: vlanText(next) },
    ...(next.bridge ? parameterDifferences(link.bridge ?? next.bridge, next.bridge) : []),
    ...(next.bond ? parameterDifferences(link.bond ?? next.bond, next.bond) : []),
  ];
  return found
    .filter(({ before, after }) => before !== after)
    .map((one) => ({ ...one, what: `${one.what} of ${name}` }));
}

function vlanText({ vlan }: ExistingLink): string | null {
  return vlan ? `${vlan.id} on ${vlan.link}` : null;
}

function parameterDifferences<P extends BridgeParameters | BondParameters>(
  before: P,
  after: P,
): LinkDifference[] {
  const keys = Object.keys(after) as (keyof P & string)[];
  return keys
    .filter((key) => before[key] !== undefined)
    .map((key) => ({ what: key, before: String(before[key]) || null, after: String(after[key]) || null }));
}
