import type { GuestLink } from '../../plan/guest-links.ts';

/** What guests have lost between two looks, of the interfaces with these MAC addresses: a sentence each. */
export function lostGuests(
  before: readonly GuestLink[],
  after: readonly GuestLink[],
  macs: ReadonlySet<string>,
): string[] {
  const now = new Map(after.map((link) => [link.mac, link]));
  return before.flatMap(({ guest, mac, fault, hasLease }) => {
    if (!macs.has(mac) || fault !== undefined) return [];
    const link = now.get(mac);
    const who = `guest ${guest} (${mac})`;
    if (!link) return [`${who} is not there any more`];
    if (link.fault !== undefined) return [`${who}: ${link.fault}`];
    return hasLease && !link.hasLease ? [`${who} has no lease any more`] : [];
  });
}
