import type { Place, Problem } from '../../problem.ts';
import { type HostPlay, type ResolvedPlay, tasksOf } from '../resolve/resolved-play.ts';
import { interfacesOf } from './coordinate-tasks.ts';

interface Holder {
  host: string;
  guest: string;
  place: Place;
}

/**
 * A warning for each task that gives MAC addresses to more than one guest of the fleet: where their networks meet,
 * they take each other's packets. Whether they meet is nothing that a playbook says.
 */
export function sharedMacs(plays: readonly ResolvedPlay[]): Problem[] {
  const shared = new Map<string, { macs: string[]; holders: Holder[] }>();
  for (const [mac, holders] of holdersByMac(plays)) {
    if (holders.length < 2) continue;
    const key = JSON.stringify(holders.map(({ host, guest }) => [host, guest]));
    const known = shared.get(key);
    if (known) known.macs.push(mac);
    else shared.set(key, { macs: [mac], holders });
  }
  return [...shared.values()].flatMap(({ macs, holders }) => problemOf(macs, holders));
}

/** Of each address the guests that are to have it, each once, with the task that says so. */
function holdersByMac(plays: readonly ResolvedPlay[]): Map<string, Holder[]> {
  const holders = new Map<string, Holder[]>();
  const known = new Map<HostPlay, ReturnType<typeof ownOf>>();
  const all = plays.flatMap(({ hosts }) =>
    [...hosts].flatMap(([host, play]) => {
      const own = known.get(play) ?? ownOf(play);
      known.set(play, own);
      return own.map((each) => ({ host, ...each }));
    }),
  );
  for (const { host, task, interfaces } of all)
    for (const { guest, mac, present } of interfaces) {
      const known = holders.get(mac) ?? [];
      holders.set(mac, known);
      if (present && !known.some((each) => each.host === host && each.guest === guest))
        known.push({ host, guest, place: task.place });
    }
  return holders;
}

/** The tasks that describe interfaces of guests. */
function ownOf(play: HostPlay) {
  const all = tasksOf(play).map((task) => ({ task, interfaces: interfacesOf(task) }));
  return all.filter(({ interfaces }) => interfaces.length > 0);
}

function problemOf(macs: readonly string[], holders: readonly Holder[]): Problem[] {
  const [first] = holders;
  if (!first) return [];
  const names = [...new Set(holders.map(({ guest }) => guest))];
  const hosts = [...new Set(holders.map(({ host }) => host))];
  const whose =
    names.length > 1 ? `guests ${names.join(', ')}` : `guest ${first.guest} of ${hosts.length} hosts`;
  const what = macs.length > 1 ? `${macs.join(', ')} are` : `${macs.join()} is`;
  return [
    {
      code: 'shared-mac',
      summary: 'Several guests have one MAC address',
      detail: `${what} given to ${whose}. Where their networks meet, they take each other's packets.`,
      place: first.place,
      hint: `Let each have its own: mac: "{{ mac(inventory_hostname + '/${first.guest}/0') }}".`,
      hosts,
    },
  ];
}
