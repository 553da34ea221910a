import pLimit from 'p-limit';
import { type ConnectionSettings, Connections } from './connections.ts';
import { libvirtAdvice } from './engine/libvirt-advice.ts';
import { Observations } from './engine/script/observations.ts';
import { type HostTarget, hostTargets } from './host-targets.ts';
import type { GroupNames } from './inventory/inventory-builder.ts';
import type { LimitSets } from './inventory/limit.ts';
import { loadInventory } from './inventory/load.ts';
import { noHosts } from './inventory/no-inventory.ts';
import { selectHosts } from './inventory/pattern.ts';
import type { Interrupts } from './plan/interrupts.ts';
import { type Current, type Probe, ProbeError, type Probes } from './plan/probe.ts';
import { type Problem, ProblemError } from './problem.ts';
import type { Variable } from './template/interpolation/variable.ts';
import { Lost } from './transport/session.ts';
import { Unreachable } from './transport/unreachable.ts';
import { untilAborted } from './transport/until-aborted.ts';

/** What one host answered, or why it did not. */
export type Inspection<T> = { host: string } & ({ current: T } | { problem: Problem });

/** What all hosts answered. */
export interface Inspected<T> {
  inspections: Inspection<T>[];
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
 * What is asked of each host, as far as it follows from what is known of it: a host is asked until that says nothing
 * new.
 */
export type Questions = (known: Observations) => readonly Probe[];

/** The same probes of every host. */
export async function inspect<P extends Probes>(
  pattern: string,
  probes: P,
  request: InspectRequest,
  interrupts: Interrupts,
): Promise<Inspected<Current<P>>> {
  const asking = {
    questions: [() => Object.values(probes)],
    answer: (known: Observations) => known.values(probes) as Current<P>,
  };
  return inspectInRounds(pattern, asking, request, interrupts);
}

/**
 * Asks many hosts over connections that cannot write; `answer` is what is made of what a host answered. When the signal
 * aborts, hosts that have not answered are skipped. Throws ProblemError for bad input, and if there is no host.
 */
export async function inspectInRounds<T>(
  pattern: string,
  { questions, answer }: { questions: readonly Questions[]; answer: (known: Observations) => T },
  request: InspectRequest,
  interrupts: Interrupts,
): Promise<Inspected<T>> {
  const { hosts, warnings } = selectTargets(pattern, request);
  const { become, forks } = request.connection;
  const { signal } = interrupts;
  const connections = new Connections(request.connection, interrupts);
  const limit = pLimit(forks);
  const bugs: unknown[] = [];
  const ask = async (host: HostTarget): Promise<Inspection<T>> => {
    const reader = connections.reader(host);
    const current = new Observations();
    try {
      signal.throwIfAborted();
      for (;;) {
        const open = current.missing(questions.flatMap((of) => of(current)));
        if (open.length === 0) break;
        await untilAborted(reader.observe(open, become, current), signal);
      }
      return { host: host.name, current: answer(current) };
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
  const unanswered = request.connection.snapshot?.warnings() ?? [];
  return { inspections, warnings: [...warnings, ...unanswered], bugs };
}

/** The hosts that the pattern and `--limit` leave. Throws ProblemError with everything that is wrong. */
export function selectTargets(
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
    all.push(
      ...(inventory.hosts.size === 0 ? noHosts(selection.inventory, warnings) : [noHostLeft(pattern)]),
    );
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
