import { type HostVarsSources, hostVars } from './host-vars.ts';
import { isLive, type LiveName, type Peers } from './peers.ts';

/** What a play knows of other hosts: before the run, and while it goes on. */
export function liveValues(sources: HostVarsSources) {
  const values: Readonly<Record<LiveName, (peers: Peers) => unknown>> = {
    hostvars: (peers) => hostVars(sources, peers),
  };
  return {
    hostvars: hostVars(sources),
    of: (names: readonly string[], peers: Peers | undefined): Readonly<Record<string, unknown>> =>
      peers
        ? Object.fromEntries(names.filter(isLive).map((name) => [name, values[name](peers)] as const))
        : {},
  };
}
