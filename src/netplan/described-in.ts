import type { Described } from '../bridge/described.ts';
import { listOf } from '../bridge/described.ts';
import type { UnderlayLink } from '../bridge/kernel/underlay-link.ts';
import { memoize } from '../plan/memoize.ts';
import { addressesOf, fileLinks } from './file-links.ts';

/**
 * What a file describes of bridges and of what they lie on, as a task would. The name is that of its first bridge;
 * further bridges of a file that somebody else wrote count as made.
 */
export const describedIn = memoize((text: string): Described => {
  const links = fileLinks(text);
  const underlay = links.flatMap((link): UnderlayLink[] => {
    const { section, id, settings } = link;
    if (section !== 'bonds' && section !== 'vlans' && section !== 'bridges') return [];
    return [
      {
        name: id,
        kind: section === 'vlans' ? 'vlan' : 'bond',
        interfaces: listOf(settings.interfaces),
        addresses: addressesOf(link),
      },
    ];
  });
  const bridge = links.find(({ section }) => section === 'bridges');
  const own = underlay.find(({ name }) => name === bridge?.id);
  return {
    name: bridge?.id ?? '',
    interfaces: own?.interfaces ?? [],
    underlay: underlay.filter((link) => link !== own),
    addresses: own?.addresses ?? [],
  };
});
