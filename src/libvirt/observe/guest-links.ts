import type { GuestLink, GuestLinksRead } from '../../plan/guest-links.ts';
import { type Current, type Probe, printed } from '../../plan/probe.ts';
import { allLeases } from './all-leases.ts';
import { type GuestTap, guestTaps } from './guest-taps.ts';

/** The taps that are not up. Source: `IFF_UP` of linux/if.h is the lowest bit. */
const tapsDown: Probe<ReadonlySet<string>> = {
  key: 'taps that are down',
  ask: {
    kind: 'script',
    args: [],
    script: `
for flags in /sys/class/net/*/tun_flags; do
  tap=\${flags%/tun_flags}
  read -r flags 2>/dev/null <"$tap/flags" || continue
  [ $((flags & 1)) = 1 ] || echo "\${tap##*/}"
done`,
  },
  volatile: true,
  parse: (answers) => new Set(printed(answers, 'read the states of taps').split('\n').filter(Boolean)),
};

const probes = { taps: guestTaps, down: tapsDown, leases: allLeases };

/** Reads which guests are connected, as the kernel and the leases show it. */
export const guestLinks: GuestLinksRead = {
  probes,
  of: (current) => linksOf(current as Current<typeof probes>),
};

/** Exported for tests. */
export function linksOf({ taps, down, leases }: Current<typeof probes>): GuestLink[] {
  const held = new Set([...leases.values()].flat().map(({ mac }) => mac));
  return taps.map((tap) => {
    const fault = faultOf(tap, down);
    const { guest, mac } = tap;
    return { guest, mac, hasLease: held.has(mac), ...(fault !== undefined && { fault }) };
  });
}

function faultOf(
  { interface: tap, bridge, master }: GuestTap,
  down: ReadonlySet<string>,
): string | undefined {
  if (master === undefined) return `${tap} is on no bridge`;
  if (bridge !== undefined && master !== bridge) return `${tap} is on ${master} instead of ${bridge}`;
  return down.has(tap) ? `${tap} is down` : undefined;
}
