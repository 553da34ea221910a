import { Connections } from '../../connections.ts';
import type { RunThatWrote } from '../../history/questions/run-to-roll-back.ts';
import { hostTargets } from '../../host-targets.ts';
import { loadInventory } from '../../inventory/load.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import type { Interrupts } from '../../plan/interrupts.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Resolved } from '../../resolve.ts';
import { rollbackNotes } from '../../rollback/rollback-notes.ts';
import type { Terms } from '../../rollback/rollback-play.ts';
import { takeBack } from '../../rollback/take-back.ts';
import type { RunRequest } from '../../run-request.ts';

/** A rollback as `run` takes it, with what there is to say before, and on how many hosts something is in conflict. */
export interface ResolvedRollback {
  resolved: Resolved;
  notes: readonly Problem[];
  conflicts: number;
}

/** Reads what the hosts of a run keep of it. Rejects with ProblemError where no host is left to ask, and on Ctrl-C. */
export async function resolveRollback(
  { run, hosts: met }: RunThatWrote,
  terms: Terms,
  { selection, connection }: RunRequest,
  interrupts: Interrupts,
): Promise<ResolvedRollback> {
  const { inventory, problems, warnings } = loadInventory(selection.inventory, selection);
  const known = met.filter(({ host }) => inventory.hosts.has(host));
  const lost = met.filter(({ host }) => !inventory.hosts.has(host)).map(({ host }) => host);
  const chosen = selectHosts(
    inventory,
    known.map(({ host }) => host),
    { limit: selection.limit, limitSets: selection.limitSets },
  );
  const names = chosen.hosts.map(({ name }) => name);
  const targets = hostTargets(names, inventory, { ...selection, ...connection });
  const wrong = [...problems, ...chosen.problems, ...targets.problems];
  if (wrong.length === 0 && names.length === 0) wrong.push(noHosts(run.number));
  if (wrong.length > 0) throw new ProblemError(wrong);
  const connections = new Connections(connection, interrupts);
  const { play, hosts } = await takeBack({
    ...{ run: run.id, hosts: targets.hosts, terms, forks: connection.forks, signal: interrupts.signal },
    contact: (host) => connections.reader(host),
  }).finally(() => connections.close());
  const touched = new Set(met.flatMap(({ host, isTouched }) => (isTouched ? [host] : [])));
  const notes = rollbackNotes({ run: run.number, hosts, touched, force: terms.force });
  return {
    resolved: {
      plays: [play],
      hosts: targets.hosts,
      reach: (name) => {
        throw new Error(`a rollback delegates nothing to ${name}`);
      },
      select: (pattern) => {
        const found = selectHosts(inventory, pattern);
        return { names: found.hosts.map(({ name }) => name), problems: found.problems };
      },
      warnings: lost.length > 0 && selection.limit === undefined ? [...warnings, gone(lost)] : warnings,
      lateWarnings: () => [],
    },
    notes,
    conflicts: [...hosts.values()].filter((one) => one && one.conflicts.length > 0).length,
  };
}

function noHosts(run: number): Problem {
  return {
    code: 'no-hosts',
    summary: 'There is no host to bring back',
    detail: `Of the hosts of run ${run}, the inventory and --limit leave none.`,
  };
}

function gone(hosts: string[]): Problem {
  return {
    code: 'not-in-inventory',
    summary: 'Hosts of the run are not in the inventory',
    detail: 'Nothing is rolled back there.',
    hosts,
  };
}
