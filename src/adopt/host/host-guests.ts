import { guestName } from '../../libvirt/guest/arguments.ts';
import { nicDifferences, nicTexts } from '../../libvirt/guest/nic.ts';
import type { Current } from '../../plan/probe.ts';
import { tried } from '../../plan/tried.ts';
import type { HostResources, Resource, Undescribed } from '../resources.ts';
import type { Values } from '../value.ts';
import { type GuestNic, type GuestNics, guestNics } from './guest-nics.ts';

/** What is read of the guests of a host. */
export const GUESTS = { guests: tried(guestNics) };

/** The interfaces of guests on networks and bridges. */
export function hostGuests(host: string, { guests }: Current<typeof GUESTS>): HostResources {
  if ('why' in guests) return { resources: [], undescribed: [{ host, what: 'guests', why: guests.why }] };
  const found = guests.value.flatMap((guest) => guest.stored.map((nic) => ({ guest, nic })));
  const isPlugged = ({ nic: { network, bridge, mac } }: (typeof found)[number]) =>
    mac !== '' && (network !== undefined || bridge !== undefined);
  const isNamed = ({ guest: { name } }: (typeof found)[number]) => guestName.safeParse(name).success;
  return {
    resources: found
      .filter((one) => isPlugged(one) && isNamed(one))
      .map(({ guest: { name }, nic }): Resource => {
        return { host, kind: 'guest_interface', name: `${name} ${nic.mac}`, args: argumentsOf(name, nic) };
      }),
    undescribed: found.flatMap((one): Undescribed[] => {
      const { guest, nic } = one;
      const plugged = isNamed(one)
        ? partly(guest, nic)
        : ['no task takes the name of the guest: it is a number, or begins with a blank or a dash'];
      const why = isPlugged(one) ? plugged : [`it is of type ${nic.type}, on neither a network nor a bridge`];
      return why.map((text) => ({ host, what: `interface ${nic.mac} of guest ${guest.name}`, why: text }));
    }),
  };
}

function argumentsOf(
  guest: string,
  { mac = '', network, bridge, portgroup, model, vlan = [], link }: GuestNic,
): Values {
  const [tag, ...tags] = vlan;
  return {
    guest,
    mac,
    ...(network !== undefined ? { network } : bridge !== undefined && { bridge }),
    ...(portgroup !== undefined && { portgroup }),
    ...(model !== undefined && { model }),
    ...(tag !== undefined && { vlan: tags.length > 0 ? vlan : tag }),
    ...(link === 'down' && { link_state: link }),
  };
}

/** What the description of an interface leaves out. */
function partly({ running }: GuestNics, nic: GuestNic): string[] {
  const live = running?.find(({ mac }) => mac === nic.mac);
  const aspects = live ? nicDifferences(nic, live) : [];
  const texts = aspects.map((aspect) => (live ? nicTexts(live)[aspect] : ''));
  return [
    ...(nic.others.length > 0 ? [`a task has no word for its ${nic.others.join(', ')}`] : []),
    ...(running && !live ? ['the running guest does not have it'] : []),
    ...(texts.length > 0 ? [`it runs with ${texts.join(', ')}; what is stored is described`] : []),
  ];
}
