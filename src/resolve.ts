import { setImmediate } from 'node:timers/promises';
import { type HostTarget, hostTargets } from './host-targets.ts';
import { type LoadedInventory, loadInventory } from './inventory/load.ts';
import { noHosts } from './inventory/no-inventory.ts';
import { selectHosts } from './inventory/pattern.ts';
import { MODULES } from './modules/index.ts';
import { withDistinctPlays } from './playbook/distinct-plays.ts';
import { Findings, inOrder } from './playbook/findings.ts';
import { loadPlaybook } from './playbook/read/load.ts';
import { type Ask, askAll } from './playbook/resolve/prompts.ts';
import { resolvingPlays } from './playbook/resolve/resolve.ts';
import type { ResolvedPlay } from './playbook/resolve/resolved-play.ts';
import { type Problem, ProblemError } from './problem.ts';
import type { RunRequest } from './run-request.ts';

/** Everything that was decided before a host is contacted. */
export interface Resolved {
  plays: readonly ResolvedPlay[];
  hosts: readonly HostTarget[];
  /** How any host of the inventory is reached, for tasks that are delegated to it. Throws ProblemError. */
  reach(name: string): HostTarget;
  /** The hosts that a pattern means, with what is wrong in it. */
  select(pattern: string): { names: string[]; problems: readonly Problem[] };
  warnings: readonly Problem[];
  /** Set where `vars_prompt` asked for something. */
  isAnswered?: true;
  /** What conditions were doubtful about that waited for what a host answers; complete once the run has ended. */
  lateWarnings(): readonly Problem[];
}

/** What is resolved; `mode` is what expressions are told of the run. */
type Resolving = Pick<RunRequest, 'selection' | 'connection'> & Partial<Pick<RunRequest, 'mode'>>;

/** Who answers `vars_prompt`, and who ends it. */
interface Prompting {
  ask?: Ask | undefined;
  /** Whether what nobody has answered may stay open: no host will be contacted. */
  leavesOpen?: boolean;
  /** Ends the work. */
  signal?: AbortSignal | undefined;
}

/**
 * Load, ask what plays ask for, and resolve. Rejects with ProblemError with everything that is wrong. Nobody is asked
 * while something is. Rejects with the signal's reason.
 */
export async function resolve(
  { selection, connection, mode }: Resolving,
  { ask, leavesOpen = false, signal }: Prompting = {},
): Promise<Resolved> {
  const loaded = selection.playbooks.map((path) => loadPlaybook(path, MODULES, selection));
  const fleet = loadInventory(selection.inventory, {
    groupNames: selection.groupNames,
    playbookFolders: [...new Set(loaded.flatMap(({ folders }) => folders))],
  });
  const playbooks = withDistinctPlays(loaded.map(({ playbook }) => playbook));
  const isSound = [...loaded, fleet].every(({ problems }) => problems.length === 0);
  const sources = { ...selection, env: connection.local.env };
  const answers = ask && isSound ? await askAll(playbooks, sources, ask) : undefined;
  const work = resolvingPlays(playbooks, {
    ...sources,
    become: connection.become,
    inventory: fleet.inventory,
    leavesOpen: leavesOpen || (ask !== undefined && !isSound),
    ...(answers && { answers }),
    ...(mode && { mode }),
  });
  const resolved = await inTurns(work, signal);
  const names = [...new Set(resolved.plays.flatMap(({ batches }) => batches.flat()))];
  const waysTo = (name: string) => {
    const own = resolved.plays.filter((play) => play.hosts.has(name));
    return [...new Set(own.map(({ way }) => way))];
  };
  const { hosts, problems } = hostTargets(names, resolved.inventory, { ...selection, ...connection, waysTo });
  const parts = [...loaded, fleet, resolved];
  const found = merged([...parts.flatMap((part) => part.problems), ...problems]);
  const all = withoutFollowing(found, fleet, selection.inventory);
  if (all.length > 0) throw new ProblemError(all);
  return {
    plays: resolved.plays,
    hosts,
    reach: (name) => {
      const one = hostTargets([name], resolved.inventory, { ...selection, ...connection });
      const [host] = one.hosts;
      if (!host) throw new ProblemError(one.problems);
      return host;
    },
    select: (pattern) => {
      const { hosts: named, problems: wrong } = selectHosts(resolved.inventory, pattern);
      return { names: named.map(({ name }) => name), problems: wrong };
    },
    warnings: merged(parts.flatMap((part) => part.warnings)),
    ...(answers && answers.size > 0 && { isAnswered: true as const }),
    lateWarnings: resolved.lateWarnings,
  };
}

/** Milliseconds for which nothing but this work is done. */
const TURN = 50;

/** Signals, among others, are heard between turns only. */
async function inTurns<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  for (let began = performance.now(); ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < TURN) continue;
    await setImmediate();
    signal?.throwIfAborted();
    began = performance.now();
  }
}

/** Hosts are missing because the inventory is unreadable or empty: only this cause is reported. */
function withoutFollowing(
  found: readonly Problem[],
  { inventory, problems, warnings }: LoadedInventory,
  sources: readonly string[],
): Problem[] {
  const rest = found.filter(({ code }) => !['no-hosts', 'unmatched-pattern'].includes(code));
  if (problems.length > 0) return rest;
  const isEmpty = inventory.hosts.size === 0 && rest.length < found.length;
  return isEmpty ? [...noHosts(sources, warnings), ...rest] : [...found];
}

/** A problem that was found several times is reported once. */
function merged(problems: readonly Problem[]): Problem[] {
  const findings = new Findings();
  findings.add(problems);
  return inOrder(findings.list());
}
