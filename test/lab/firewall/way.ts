import { isAtLeast } from '../../../src/versions/version.ts';
import type { Kind } from '../fleet.ts';
import { KIND, LIBVIRT_OF, type Release } from '../releases.ts';

/** What a guest of the lab can do while all is well: see `flows`. */
export const ALL = [
  'DHCP',
  'DNS',
  'outside',
  'another guest',
  'another guest on the bridge of the host',
] as const;
export type Flow = (typeof ALL)[number];

/** With which tool libvirt writes its rules. */
export type Backend = NonNullable<Kind['firewall']>;

/** The backends to try on a release: both where libvirt has the choice, or the one that is asked for. */
export function backendsOf(release: Release): readonly Backend[] {
  if (!isAtLeast(LIBVIRT_OF[release], [10, 4, 0])) return ['iptables'];
  return KIND.firewall ? [KIND.firewall] : ['iptables', 'nftables'];
}

/** A way to lose the firewall, or its effect. */
export interface Way {
  name: string;
  /** Done on a host. */
  does: Readonly<Record<Backend, string>>;
  /** What no longer flows then. Where policies accept, all but what is masqueraded does. */
  stops: Readonly<Record<Backend, readonly Flow[]>>;
  /** What drift tells, as `resource: what` or a warning; nothing where it does no harm. */
  told: Readonly<Record<Backend, readonly RegExp[]>>;
  /** What mends it: a run, or the rules that the warning names. */
  mends: 'run' | 'rules';
  /** Takes away again what another tool wrote. */
  undone?: string;
}

/** The same for both backends. */
export const both = <T>(value: T): Record<Backend, T> => ({ iptables: value, nftables: value });
