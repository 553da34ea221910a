import type { Variables } from '../../inventory/host.ts';
import { type HostVarsSources, hostVars } from './host-vars.ts';
import { isLive, type LiveName, type Peers } from './peers.ts';
import { regrouped } from './regrouped.ts';

/** A host in its play: what its turn says of the run, such as the hosts of its batch. */
interface Reader {
  host: string;
  ofRun: Variables;
}

/** What a play knows of other hosts: before the run, and while it goes on. */
export function liveValues(sources: HostVarsSources) {
  const inventory = (peers: Peers) => regrouped(sources.inventory, peers.joinings);
  const values: Readonly<Record<LiveName, (peers: Peers, reader: Reader) => unknown>> = {
    hostvars: (peers) => hostVars(sources, peers),
    groups: (peers) =>
      Object.fromEntries([...inventory(peers).groups].map(([name, { allHosts }]) => [name, allHosts])),
    group_names: (peers, { host }) => inventory(peers).hosts.get(host)?.groups ?? [],
    ansible_play_hosts: left('ansible_play_hosts'),
    ansible_play_batch: left('ansible_play_batch'),
    play_hosts: left('play_hosts'),
  };
  return {
    hostvars: hostVars(sources),
    of: (
      reader: Reader,
      names: readonly string[],
      peers: Peers | undefined,
    ): Readonly<Record<string, unknown>> =>
      peers
        ? Object.fromEntries(names.filter(isLive).map((name) => [name, values[name](peers, reader)] as const))
        : {},
  };
}

/** The hosts of such a list that have not failed. */
function left(name: LiveName) {
  return (peers: Peers, { ofRun }: Reader): unknown => {
    const all = ofRun[name]?.value;
    return Array.isArray(all) ? all.filter((host) => !peers.hasFailed(String(host))) : [];
  };
}
