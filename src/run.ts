import { randomUUID } from 'node:crypto';
import { HostReader, HostWriter, type Open } from './engine/connection/host-connection.ts';
import { playsOf, runFleet } from './engine/fleet.ts';
import { HostRun } from './engine/host.ts';
import type { Observations } from './engine/script/observations.ts';
import { type LoginDefaults, type Reached, reach } from './host-targets.ts';
import { type LoadedInventory, loadInventory } from './inventory/load.ts';
import { NO_INVENTORY } from './inventory/no-inventory.ts';
import type { Mode, Outcome } from './plan/outcome.ts';
import type { Listener } from './plan/run-event.ts';
import { Findings, inOrder } from './playbook/findings.ts';
import { loadPlaybook } from './playbook/read/load.ts';
import { resolvePlays } from './playbook/resolve/resolve.ts';
import type { ResolvedPlay } from './playbook/resolve/resolved-play.ts';
import { type Problem, ProblemError } from './problem.ts';
import type { Variable } from './template/interpolation/variable.ts';
import type { Secret } from './transport/secret.ts';
import type { Local } from './transport/ssh/ssh-settings.ts';
import { createTransport, TRANSPORT_DEFAULTS } from './transport/transport.ts';

/** What to run, where, and how far it may go. */
export interface RunRequest {
  playbooks: readonly string[];
  inventory: readonly string[];
  limit: string | undefined;
  tags: readonly string[];
  skipTags: readonly string[];
  /** Values of `-e`, which win over all others. */
  extraVars: Readonly<Record<string, Variable>>;
  /** `-b`: become root unless a play or task says otherwise. */
  become: boolean;
  becomePassword: Secret | undefined;
  /** How to log in where the inventory does not say. */
  login?: LoginDefaults;
  /** Folders with templates: the first that has a name wins, the last has the shipped ones. */
  templateFolders: readonly string[];
  /** `drift` reads over a connection that has no way to write. */
  mode: Mode | 'drift';
  partial: boolean;
  forks: number;
  acceptNew: boolean;
  /** Seconds. */
  connectTimeout: number;
  /** `name@machine`, for the lock on the hosts. */
  owner: string;
  /** Where `~` and the settings of ssh lead. */
  local: Local;
}

/** Everything that was decided before a host is contacted. */
export interface Resolved {
  plays: readonly ResolvedPlay[];
  hosts: readonly Reached[];
  warnings: readonly Problem[];
}

/** Load and resolve. Throws ProblemError with everything that is wrong. */
export function resolve(request: RunRequest): Resolved {
  const loaded = request.playbooks.map((path) => loadPlaybook(path));
  const fleet = loadInventory(request.inventory, { playbookFolders: loaded.map(({ folder }) => folder) });
  const resolved = resolvePlays(
    loaded.map(({ playbook }) => playbook),
    { ...request, inventory: fleet.inventory },
  );
  const names = [...new Set(resolved.plays.flatMap(({ batches }) => batches.flat()))];
  const { hosts, problems } = reach(names, fleet.inventory, request);
  const parts = [...loaded, fleet, resolved];
  const found = merged([...parts.flatMap((part) => part.problems), ...problems]);
  const all = withoutFollowing(found, fleet);
  if (all.length > 0) throw new ProblemError(all);
  return { plays: resolved.plays, hosts, warnings: merged(parts.flatMap((part) => part.warnings)) };
}

/** Hosts are missing merely because the inventory could not be read, or names none: only that is told. */
function withoutFollowing(found: readonly Problem[], { inventory, problems }: LoadedInventory): Problem[] {
  const rest = found.filter(({ code }) => !['no-hosts', 'unmatched-pattern'].includes(code));
  if (problems.length > 0) return rest;
  return inventory.hosts.size === 0 && rest.length < found.length ? [NO_INVENTORY, ...rest] : [...found];
}

export interface RunResult {
  /** The id of this run, as the journals of the hosts have it. */
  run: string;
  outcomes: readonly Outcome[];
  /** Scripts sent to each host. */
  roundTrips: ReadonlyMap<string, number>;
  /** What is known of each host at the end; in a dry run as it would be. */
  known: ReadonlyMap<string, Observations>;
  /** Errors that are no host's fault. Each has an outcome too; whoever asked has to tell of the stack. */
  bugs: readonly unknown[];
}

/** Observe, plan and, unless it is a dry run, perform: on all hosts at once. */
export async function run(
  { plays, hosts }: Resolved,
  request: RunRequest,
  listen: Listener,
  signal: AbortSignal,
): Promise<RunResult> {
  const outcomes: Outcome[] = [];
  const listener: Listener = (event) => {
    if (event.type === 'task-ended') outcomes.push(event.outcome);
    listen(event);
  };
  const transport = createTransport({
    ...TRANSPORT_DEFAULTS,
    local: request.local,
    acceptNew: request.acceptNew,
    connectTimeout: request.connectTimeout * 1000,
    commandTimeout: COMMAND_TIMEOUT,
    password: request.login?.password,
  });
  const mode = request.mode === 'apply' ? 'apply' : 'check';
  const writer = { run: randomUUID(), owner: request.owner };
  const settings = {
    mode: request.mode,
    partial: request.partial,
    listener,
    interrupted: () => signal.aborted,
  };
  const runs = new Map(
    hosts.map(({ name, target, libvirtUri, become: fixed }) => {
      // A change that is made has to be confirmed: Ctrl-C does not end those connections.
      const open: Open = (become, attempt) =>
        transport.open(
          { ...target, become: fixed ?? become, ...(attempt && { unshared: true }) },
          attempt ? AbortSignal.timeout(attempt.seconds * 1000) : signal,
        );
      const remote =
        mode === 'apply'
          ? new HostWriter(open, libvirtUri, writer, signal)
          : new HostReader(open, libvirtUri);
      return [name, new HostRun(name, playsOf(name, plays), remote, settings)] as const;
    }),
  );
  listener({
    type: 'run-started',
    playbook: request.playbooks.join(' '),
    mode,
    hosts: [...runs.keys()],
  });
  for (const { name, batches } of plays)
    listener({ type: 'play-started', play: name, hosts: batches.flat() });
  try {
    await runFleet(plays, runs, request.forks);
  } finally {
    await transport.close();
  }
  listener({ type: 'run-ended', interrupted: signal.aborted });
  return {
    run: writer.run,
    outcomes,
    roundTrips: new Map([...runs].map(([name, host]) => [name, host.connection.roundTrips])),
    known: new Map([...runs].map(([name, host]) => [name, host.final])),
    bugs: [...runs.values()].flatMap((host) => host.bugs),
  };
}

/** The same problem, found by several parts or for several hosts, is told once. */
function merged(problems: readonly Problem[]): Problem[] {
  const findings = new Findings();
  findings.add(problems);
  return inOrder(findings.list());
}

/** Milliseconds that one script may take on a host. */
const COMMAND_TIMEOUT = 120_000;
