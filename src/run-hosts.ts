import { Connections } from './connections.ts';
import { DEPENDENCIES } from './dependencies.ts';
import type { Announce } from './engine/announce.ts';
import { playsOf } from './engine/fleet.ts';
import { HostRun } from './engine/host.ts';
import type { HostSettings } from './engine/host-settings.ts';
import type { HostTarget } from './host-targets.ts';
import { guestLinks } from './libvirt/observe/guest-links.ts';
import type { Interrupts } from './plan/interrupts.ts';
import type { Resolved } from './resolve.ts';
import type { RunRequest } from './run-request.ts';

/** The hosts of a run, and what ends their connections. */
export interface RunHosts {
  runs: ReadonlyMap<string, HostRun>;
  close(): Promise<void>;
}

/** Makes the hosts ready to be contacted; `id` is that of the run, as their journals get it. */
export function hostsOf(
  { plays, hosts, reach: reachOne }: Resolved,
  { connection, mode, partial, owner, search, topology, review, savedPlan, isOver }: RunRequest,
  { id, announce, known }: { id: string; announce: Announce } & Pick<HostSettings, 'known'>,
  interrupts: Interrupts,
): RunHosts {
  const connections = new Connections(connection, interrupts, COMMAND_TIMEOUT);
  const writer = { run: id, owner, ...(savedPlan !== undefined && { plan: savedPlan }) };
  const contact = (host: HostTarget) =>
    mode === 'apply' ? connections.writer(host, writer, isOver) : connections.reader(host, mode === 'drift');
  const delegate = (name: string) => contact(reachOne(name));
  const about = { mode, partial, announce, known, dependencies: DEPENDENCIES, interrupts, delegate };
  const settings = { ...about, search, topology, review, guestLinks, ...(mode === 'apply' && { writer }) };
  const runs = hosts.map((host) => {
    const remote = contact(host);
    return [host.name, new HostRun(host.name, playsOf(host.name, plays), remote, settings)] as const;
  });
  return { runs: new Map(runs), close: () => connections.close() };
}

/** Milliseconds that one script of a run may take on a host. */
const COMMAND_TIMEOUT = 120_000;
