import pLimit from 'p-limit';
import { type ConnectionSettings, Connections } from './connections.ts';
import { libvirtAdvice } from './engine/libvirt-advice.ts';
import { Observations } from './engine/script/observations.ts';
import { type HostTarget, hostTargets } from './host-targets.ts';
import type { GroupNames } from './inventory/inventory-builder.ts';
import type { LimitSets } from './inventory/limit.ts';
import { loadInventory } from './inventory/load.ts';
import { NO_INVENTORY } from './inventory/no-inventory.ts';
import { selectHosts } from './inventory/pattern.ts';
import type { Interrupts } from './plan/interrupts.ts';
import { type Current, ProbeError, type Probes } from './plan/probe.ts';
import { type Problem, ProblemError } from './problem.ts';
import type { Variable } from './template/interpolation/variable.ts';
import { Lost } from './transport/session.ts';
import { Unreachable } from './transport/unreachable.ts';
import { untilAborted } from './transport/until-aborted.ts';

/** What one host answered, or why it did not. */
export type Inspection<P extends Probes> = { host: string } & (
  | { current: Current<P> }
  | { problem: Problem }
);

/** What all hosts answered. */
export interface Inspected<P extends Probes> {
  inspections: Inspection<P>[];
  warnings: Problem[];
  /** Bugs of Virtfleet. Each also is a problem of its host; the caller reports the stack. */
  bugs: unknown[];
}

/** Which hosts are asked, and how they are contacted. */
export interface InspectRequest {
  selection: {
    inventory: readonly string[];
    limit: string | undefined;
    limitSets?: LimitSets | undefined;
    extraVars: Readonly<Record<string, Variable>>;
    groupNames?: GroupNames | undefined;
  };
  connection: ConnectionSettings;
}

/**
 * Asks the same probes of many hosts over connections that cannot write. When the signal aborts, hosts that have not
 * answered are skipped. Throws ProblemError for bad input, and if there is no host to inspect.
 */
export async function inspect<P extends Probes>(
  pattern: string,
  probes: P,
  request: InspectRequest,
  interrupts: Interrupts,
): Promise<Inspected<P>> {
  const { hosts, warnings } = select(pattern, request);
  const { become, forks } = request.connection;
  const { signal } = interrupts;
  const connections = new Connections(request.connection, interrupts);
  const limit = pLimit(forks);
  const bugs: unknown[] = [];
  const ask = async (host: HostTarget): Promise<Inspection<P>> => {
    const reader = connections.reader(host);
    const current = new Observations();
    try {
      signal.throwIfAborted();
      await untilAborted(reader.observe(Object.values(probes), become, current), signal);
      return { host: host.name, current: current.values(probes) as Current<P> };
    } catch (error) {
      const problem = signal.aborted && error === signal.reason ? INTERRUPTED : problemOf(error);
      if (problem.code === 'bug') bugs.push(error);
      return { host: host.name, problem };
    } finally {
      await reader.close();
    }
  };
  const inspections = await Promise.all(hosts.map((host) => limit(() => ask(host))));
  await connections.close();
  return { inspections, warnings, bugs };
}

/** The hosts that the pattern and `--limit` leave. Throws ProblemError with everything that is wrong. */
function select(
  pattern: string,
  { selection, connection }: InspectRequest,
): { hosts: HostTarget[]; warnings: Problem[] } {
  const { inventory, problems, warnings } = loadInventory(selection.inventory, selection);
  const selected = selectHosts(inventory, pattern, selection);
  const names = selected.hosts.map(({ name }) => name);
  const { hosts, problems: unreached } = hostTargets(names, inventory, { ...selection, ...connection });
  // A host that is not found may be in the part of the inventory that could not be read.
  const all = [...problems, ...(problems.length > 0 ? [] : selected.problems), ...unreached];
  if (all.length === 0 && names.length === 0)
    all.push(inventory.hosts.size === 0 ? NO_INVENTORY : noHostLeft(pattern));
  if (all.length > 0) throw new ProblemError(all);
  return { hosts, warnings };
}

const INTERRUPTED: Problem = {
  code: 'interrupted',
  summary: 'Not read, because you interrupted the command',
};

function problemOf(error: unknown): Problem {
  if (error instanceof Unreachable) return error.problem;
  if (error instanceof Lost || error instanceof ProbeError)
    return { code: 'unread-host', summary: libvirtAdvice(error.message) };
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'bug', summary: 'This is a bug in Virtfleet', detail };
}

function noHostLeft(pattern: string): Problem {
  return {
    code: 'no-hosts',
    summary: 'There is no host to inspect',
    detail: `${pattern} and --limit select none.`,
    hint: 'Compare them with virtfleet inventory --graph.',
  };
}
