import type { Outcome } from '../../plan/outcome.ts';
import type { Probe } from '../../plan/probe.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import type { HostReader } from '../connection/host-reader.ts';
import type { Observations } from '../script/observations.ts';
import { type AppliedTask, appliedIndex, latest, recordFor } from './applied-record.ts';
import { recordedTask } from './applied-task.ts';
import { type AsLeft, withCauses } from './causes.ts';
import { leftBehind } from './left-behind.ts';
import { LeftHost } from './left-host.ts';
import { type Witnesses, witnesses } from './witnesses.ts';

/** A task of a host that was planned, in the order of the playbook. */
export interface Planned {
  task: ResolvedTask;
  outcome: Outcome;
}

/** The same outcomes with causes, by those that they stand for, and who may have been there. */
export interface Explained {
  instead: ReadonlyMap<Outcome, Outcome>;
  witnesses?: Witnesses;
}

/**
 * Finds out why tasks of a host differ: asks the host what was applied last and how it was left, if anything differs
 * at all. Only reads.
 */
export async function explained(
  planned: readonly Planned[],
  { remote, observed }: { remote: HostReader; observed: Observations },
  become: boolean,
): Promise<Explained> {
  if (!planned.some(({ outcome }) => outcome.changes.length > 0)) return { instead: new Map() };
  const own = planned.filter(({ task }) => task.delegateTo === undefined).map(({ task }) => task);
  const read = async (probes: readonly Probe[]) => {
    await remote.observe(observed.missing(probes), become, observed, own);
  };
  await read([appliedIndex, witnesses]);
  // What a task asks that waited for an answer is known to the forecast only.
  for (const asRoot of [true, false]) {
    const tasks = own.filter((task) => task.become === asRoot);
    const probes = tasks.flatMap(({ definition, desired }) => Object.values(definition.observe(desired)));
    await remote.observe(observed.missing(probes), asRoot, observed, tasks);
  }
  const records = latest(observed.known(appliedIndex) ?? { writable: false, heads: [] });
  const applied = planned.map(({ task }) => appliedTo(task, observed, records));
  const runs = [...new Set(applied.flatMap((one) => (one ? [one.run] : [])))];
  const probes = runs.map((run) => [run, leftBehind(run)] as const);
  await read(probes.map(([, probe]) => probe));
  const left = new Map(
    probes.flatMap(([run, probe]) => {
      const value = observed.known(probe);
      return value ? [[run, value] as const] : [];
    }),
  );
  const host = new LeftHost(observed.copy(), records, left);
  const instead = planned.flatMap(({ task, outcome }, index) => {
    const asLeft = task.delegateTo === undefined ? host.plan(task) : ELSEWHERE;
    return outcome.changes.length > 0 ? [[outcome, withCause(outcome, asLeft, applied[index])] as const] : [];
  });
  const seen = observed.known(witnesses);
  return { instead: new Map(instead), ...(seen && { witnesses: seen }) };
}

const ELSEWHERE: AsLeft = { unknown: 'Another host does it, which records nothing of it.' };

function appliedTo(
  task: ResolvedTask,
  observed: Observations,
  records: ReadonlyMap<string, AppliedTask>,
): AppliedTask | undefined {
  const recorded = recordedTask(task, observed);
  return recorded && recordFor(recorded.key, records);
}

function withCause(outcome: Outcome, asLeft: AsLeft, record: AppliedTask | undefined): Outcome {
  const changes = withCauses(outcome.changes, asLeft, outcome.resource ?? '');
  const why = 'unknown' in asLeft ? asLeft.unknown : undefined;
  const message = [outcome.message, why].filter(Boolean).join('\n');
  const about = { changes, ...(message !== '' && { message }) };
  const { run, by, at } = record ?? {};
  return {
    ...outcome,
    ...about,
    ...(run !== undefined && by !== undefined && at !== undefined && { applied: { run, by, at } }),
  };
}
