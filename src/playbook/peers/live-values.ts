import { type HostVarsSources, hostVars } from './host-vars.ts';
import { isLive, type LiveName, type Peers } from './peers.ts';
import { regrouped } from './regrouped.ts';

/** What a play knows of other hosts: before the run, and while it goes on. */
export function liveValues(sources: HostVarsSources) {
  const inventory = (peers: Peers) => regrouped(sources.inventory, peers.joinings);
  const values: Readonly<Record<LiveName, (peers: Peers, host: string) => unknown>> = {
    hostvars: (peers) => hostVars(sources, peers),
    groups: (peers) =>
      Object.fromEntries([...inventory(peers).groups].map(([name, { allHosts }]) => [name, allHosts])),
    group_names: (peers, host) => inventory(peers).hosts.get(host)?.groups ?? [],
  };
  return {
    hostvars: hostVars(sources),
    of: (
      host: string,
      names: readonly string[],
      peers: Peers | undefined,
    ): Readonly<Record<string, unknown>> =>
      peers
        ? Object.fromEntries(names.filter(isLive).map((name) => [name, values[name](peers, host)] as const))
        : {},
  };
}
