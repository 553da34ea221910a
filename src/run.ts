import { randomUUID } from 'node:crypto';
import { type ConnectionSettings, Connections } from './connections.ts';
import { DEPENDENCIES } from './dependencies.ts';
import { type Announce, announcer } from './engine/announce.ts';
import { playsOf, runFleet } from './engine/fleet.ts';
import { HostRun } from './engine/host.ts';
import { type HostTarget, hostTargets } from './host-targets.ts';
import { type LoadedInventory, loadInventory } from './inventory/load.ts';
import { NO_INVENTORY } from './inventory/no-inventory.ts';
import { MODULES } from './modules/index.ts';
import type { Mode } from './plan/outcome.ts';
import type { Listener } from './plan/run-event.ts';
import { Findings, inOrder } from './playbook/findings.ts';
import { loadPlaybook } from './playbook/read/load.ts';
import { resolvePlays } from './playbook/resolve/resolve.ts';
import type { ResolvedPlay } from './playbook/resolve/resolved-play.ts';
import { type Problem, ProblemError } from './problem.ts';
import type { Variable } from './template/interpolation/variable.ts';
import { vaultKeys } from './yaml/vault.ts';

/** The selection: playbooks, hosts, tasks and values. */
export interface Selection {
  playbooks: readonly string[];
  inventory: readonly string[];
  limit: string | undefined;
  tags: readonly string[];
  skipTags: readonly string[];
  /** Values of `-e`, which override all others. */
  extraVars: Readonly<Record<string, Variable>>;
  /** Folders with templates: the first that has a name wins, the last has the shipped ones. */
  templateFolders: readonly string[];
  /** Whether plays gather facts unless they say otherwise. */
  gathers?: boolean | undefined;
  /** Folders of roles, in place of the usual ones. */
  rolesPath?: readonly string[] | undefined;
}

/** What to run, how to connect, and how far to go. */
export interface RunRequest {
  selection: Selection;
  connection: ConnectionSettings;
  mode: Mode;
  /** Write to a host even if another task on it is blocked. */
  partial: boolean;
  /** `name@machine`, for reports and for the lock on the hosts. */
  owner: string;
}

/** Everything that was decided before a host is contacted. */
export interface Resolved {
  plays: readonly ResolvedPlay[];
  hosts: readonly HostTarget[];
  /** How any host of the inventory is reached, for tasks that are delegated to it. Throws ProblemError. */
  reach(name: string): HostTarget;
  warnings: readonly Problem[];
  /** What conditions were doubtful about that waited for what a host answers; complete once the run has ended. */
  lateWarnings(): readonly Problem[];
}

/** What is resolved; `mode` is what expressions are told of the run. */
type Resolving = Pick<RunRequest, 'selection' | 'connection'> & Partial<Pick<RunRequest, 'mode'>>;

/** Load and resolve. Throws ProblemError with everything that is wrong. */
export function resolve({ selection, connection, mode }: Resolving): Resolved {
  const loaded = selection.playbooks.map((path) => loadPlaybook(path, MODULES, selection.rolesPath));
  const fleet = loadInventory(selection.inventory, {
    playbookFolders: [...new Set(loaded.flatMap(({ folders }) => folders))],
  });
  const resolved = resolvePlays(
    loaded.map(({ playbook }) => playbook),
    {
      ...selection,
      become: connection.become,
      inventory: fleet.inventory,
      env: connection.local.env,
      ...(mode && { mode }),
    },
  );
  const names = [...new Set(resolved.plays.flatMap(({ batches }) => batches.flat()))];
  const { hosts, problems } = hostTargets(names, fleet.inventory, { ...selection, ...connection });
  const parts = [...loaded, fleet, resolved];
  const found = merged([...parts.flatMap((part) => part.problems), ...problems]);
  const all = withoutFollowing(found, fleet);
  if (all.length > 0) throw new ProblemError(all);
  return {
    plays: resolved.plays,
    hosts,
    reach: (name) => {
      const one = hostTargets([name], fleet.inventory, { ...selection, ...connection });
      const [host] = one.hosts;
      if (!host) throw new ProblemError(one.problems);
      return host;
    },
    warnings: merged(parts.flatMap((part) => part.warnings)),
    lateWarnings: resolved.lateWarnings,
  };
}

/** Hosts are missing because the inventory is unreadable or empty: only this cause is reported. */
function withoutFollowing(found: readonly Problem[], { inventory, problems }: LoadedInventory): Problem[] {
  const rest = found.filter(({ code }) => !['no-hosts', 'unmatched-pattern'].includes(code));
  if (problems.length > 0) return rest;
  return inventory.hosts.size === 0 && rest.length < found.length ? [NO_INVENTORY, ...rest] : [...found];
}

/** The hosts of a run, and what ends their connections. */
export interface RunHosts {
  runs: ReadonlyMap<string, HostRun>;
  close(): Promise<void>;
}

/** Makes the hosts ready to be contacted; `id` is that of the run, as their journals get it. */
export function hostsOf(
  { plays, hosts, reach: reachOne }: Resolved,
  { connection, mode, partial, owner }: RunRequest,
  { id, announce }: { id: string; announce: Announce },
  signal: AbortSignal,
): RunHosts {
  const connections = new Connections(connection, signal, COMMAND_TIMEOUT);
  const contact = (host: HostTarget) =>
    mode === 'apply' ? connections.writer(host, { run: id, owner }) : connections.reader(host);
  const delegate = (name: string) => contact(reachOne(name));
  const interrupted = () => signal.aborted;
  const settings = { mode, partial, announce, dependencies: DEPENDENCIES, interrupted, delegate };
  const runs = hosts.map((host) => {
    const remote = contact(host);
    return [host.name, new HostRun(host.name, playsOf(host.name, plays), remote, settings)] as const;
  });
  return { runs: new Map(runs), close: () => connections.close() };
}

/**
 * Observe, plan and, in mode `apply`, perform: on all hosts at once. Listeners get the events. Resolves to
 * bugs of Virtfleet. Each also has an outcome; the caller reports the stack.
 */
export async function run(
  resolved: Resolved,
  request: RunRequest,
  listeners: readonly Listener[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const { selection, connection, mode, owner: operator } = request;
  const id = randomUUID();
  const secrets = [connection.becomePassword, connection.login.password].flatMap(
    (secret) => secret?.reveal() ?? [],
  );
  const announce = announcer({
    ...{ run: id, listeners, now: Date.now },
    get secrets() {
      return [...secrets, ...vaultKeys.secrets];
    },
  });
  const { runs, close } = hostsOf(resolved, request, { id, announce }, signal);
  announce({
    type: 'run-started',
    playbook: selection.playbooks.join(' '),
    mode,
    operator,
    hosts: [...runs.keys()],
  });
  for (const { name, batches } of resolved.plays)
    announce({ type: 'play-started', play: name, hosts: batches.flat() });
  try {
    await runFleet(resolved.plays, runs, connection.forks);
  } finally {
    await close();
  }
  announce({ type: 'run-ended', interrupted: signal.aborted });
  return [...runs.values()].flatMap((host) => host.bugs);
}

/** A problem that was found several times is reported once. */
function merged(problems: readonly Problem[]): Problem[] {
  const findings = new Findings();
  findings.add(problems);
  return inOrder(findings.list());
}

/** Milliseconds that one script of a run may take on a host. */
const COMMAND_TIMEOUT = 120_000;
