import type { RunState } from '../../accept/accept-state.ts';
import { inspect } from '../../inspect.ts';
import type { Network } from '../../libvirt/model/network.ts';
import type { ManagedNetwork } from '../../libvirt/network/managed-network.ts';
import { type Undescribed, undescribed } from '../../libvirt/network/undescribed.ts';
import type { ExistingNetwork, NetworkState } from '../../libvirt/observe/network-state.ts';
import type { OwnershipRecord } from '../../libvirt/ownership/ownership-record.ts';
import { stamped } from '../../libvirt/ownership/stamp.ts';
import type { Change } from '../../plan/change.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { leavesOf } from '../../playbook/task-tree.ts';
import type { Place } from '../../problem.ts';
import { ProblemError } from '../../problem.ts';
import type { Resolved } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';

/** A network of a host and the task that describes it. */
export interface DescribedNetwork {
  host: string;
  network: string;
  task: ResolvedTask;
  /** All hosts that the task is for. */
  users: ReadonlySet<string>;
}

/** Finds the task that describes a network of a host. Throws UsageError where there is none, or more than one. */
export function describedNetwork({ plays }: Resolved, host: string, network: string): DescribedNetwork {
  const all = plays.flatMap((play) =>
    [...play.hosts].map(([name, { tasks }]) => ({ name, tasks: leavesOf(tasks) })),
  );
  const networkTasks = all.flatMap(({ name, tasks }) =>
    tasks.flatMap((task) =>
      task.kind === 'task' && task.definition.name === 'network' ? [{ name, task }] : [],
    ),
  );
  const found = networkTasks.filter(
    ({ name, task }) => name === host && (task.desired as ManagedNetwork).name === network,
  );
  const [first, second] = found;
  if (!first) throw new UsageError(`no task describes network ${network} of ${host}; adopt writes one.`);
  if (second)
    throw new UsageError(
      `several tasks describe network ${network} of ${host}: ${found.map(({ task }) => spot(task.place)).join(', ')}.`,
    );
  const { task } = first;
  if (task.round)
    throw new UsageError(
      `network ${network} is an item of the loop at ${spot(task.place)}: change the item by hand.`,
    );
  if (task.noLog)
    throw new UsageError(
      `the task at ${spot(task.place)} has no_log: what the host has in its place is a secret, too. Change it by hand.`,
    );
  const isSame = ({ place }: ResolvedTask) => spot(place) === spot(task.place);
  return {
    host,
    network,
    task,
    users: new Set(networkTasks.filter((one) => isSame(one.task)).map(({ name }) => name)),
  };
}

function spot({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** A network as it is described or as it is. */
type State = RunState & { definition: Network };

/** In what a host differs from a task. */
export interface FoundDifferences {
  changes: Change[];
  /** What the host has and no task describes. */
  undescribed: Undescribed[];
  desired: State;
  actual: State;
}

/** Reads the network, and compares. Throws ProblemError or UsageError where the host does not tell, or does not have it. */
export async function differencesOf(
  { host, network, task }: DescribedNetwork,
  request: RunRequest,
  io: Io,
): Promise<FoundDifferences> {
  const desired = task.desired as ManagedNetwork;
  // A snapshot has what tasks ask with the rights that they have.
  const { snapshot, become } = request.connection;
  const connection = { ...request.connection, become: become || (snapshot !== undefined && task.become) };
  const probes = task.definition.observe(desired);
  const { inspections, bugs } = await inspect(host, probes, { ...request, connection }, io);
  for (const bug of bugs) throw bug;
  const [read] = inspections;
  if (!read || 'problem' in read) throw new ProblemError(read ? [read.problem] : []);
  const { failure, changes: planned } = task.definition.plan(desired, read.current);
  const changes = planned.filter(({ bookkeeping }) => !bookkeeping);
  const current = read.current as { network: NetworkState; record: OwnershipRecord };
  const { network: state } = current;
  const beside = undescribed(desired, current);
  const definition = state.exists ? copyOf(state, changes.length > 0 ? changes : beside) : undefined;
  if (!state.exists || !definition)
    throw new UsageError(`${host} has no network ${network}: nothing can be accepted.`);
  if (failure !== undefined) throw new UsageError(failure);
  const actual = { state: state.active ? 'active' : 'inactive', autostart: state.autostart };
  return {
    changes,
    undescribed: beside,
    desired,
    actual: { ...actual, definition: stamped(definition, undefined) },
  };
}

/** What the next start takes, unless only what runs differs. */
function copyOf(
  { persistent, live }: ExistingNetwork,
  differing: readonly Pick<Change, 'copies'>[],
): Network | undefined {
  const isRunning = differing.length > 0 && differing.every(({ copies = [] }) => !copies.includes('stored'));
  return (isRunning ? live : persistent) ?? persistent ?? live;
}
