import type { Network } from '../model/network.ts';
import type { GuestAttachment } from '../observe/guest-attachments.ts';

/**
 * What guests lose whose interfaces name a portgroup that goes, a sentence each: libvirt then gives them the default
 * portgroup, or none (virPortGroupFindByName), and says nothing.
 */
export function lostPortgroups(
  { before, after }: { before: Network | undefined; after: Network | undefined },
  guests: readonly Pick<GuestAttachment, 'guest' | 'network' | 'portgroup'>[],
): string[] {
  const { name, portgroup: old = [] } = before ?? {};
  const left = after?.portgroup ?? [];
  const lost = old.map((each) => each.name).filter((one) => !left.some((each) => each.name === one));
  const fallback = left.find((each) => each.default === 'yes')?.name;
  return lost.flatMap((portgroup) => {
    const who = guests.filter((each) => each.network === name && each.portgroup === portgroup);
    if (portgroup === undefined || who.length === 0) return [];
    const instead = fallback === undefined ? 'without a portgroup' : `in the default portgroup ${fallback}`;
    const names = [...new Set(who.map(({ guest }) => guest))].join(', ');
    return [
      `These guests name the portgroup ${portgroup}, which is removed: ${names}. From their next start they are ${instead}, without its VLAN and its limits.`,
    ];
  });
}
