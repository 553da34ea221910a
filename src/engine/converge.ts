import type { Plan } from '../plan/plan.ts';
import type { Probes } from '../plan/probe.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { Lost } from '../transport/session.ts';
import type { Performed } from './apply.ts';
import type { HostWriter } from './connection/host-writer.ts';
import { alone, type Turn } from './connection/write-turns.ts';
import { groupOf, timingOf } from './group/group.ts';
import type { Said } from './guard/confirm-script.ts';
import { withAdvice } from './libvirt-advice.ts';
import {
  claimedBy,
  cutOff,
  failure,
  reverted,
  SILENT,
  UNDECIDED,
  unkept,
  unlockable,
} from './performed-messages.ts';
import { downtimes, outputOf } from './performed-output.ts';
import { isOpaque, type Judgement, judge, judgeTried, planned, reportedChanges } from './plan-task.ts';
import { heldBy } from './script/holder.ts';
import type { Observations } from './script/observations.ts';
import { type Executed, outcomeOf } from './task-result.ts';
import type { Planned } from './transaction.ts';
import { decide } from './walk/decide.ts';

/**
 * Makes one task true on one host: plan on what is known, perform and look again, plan again to see that nothing
 * differs. Where the host moved between the read and the write, it does so again, in one turn. Rejects with `Lost`
 * when the connection ends while nothing is being written.
 */
export async function converge(
  host: string,
  task: ResolvedTask,
  current: Observations,
  remote: HostWriter,
): Promise<Executed> {
  return (await convergeAll(host, [task], current, remote))[0];
}

/** The same, and those behind it that need no answer in between with it. Tells of those that were begun. */
export async function convergeAll(
  host: string,
  [task, ...behind]: readonly [ResolvedTask, ...ResolvedTask[]],
  current: Observations,
  remote: HostWriter,
): Promise<[Executed, ...Executed[]]> {
  const probes = task.definition.observe(task.desired);
  const ended = endedOn(host, task);
  /** Undefined where the host has moved. */
  const attempt = async (toWrite: Turn): Promise<[Executed, ...Executed[]] | undefined> => {
    await remote.observe(current.missing(Object.values(probes)), task.become, current);
    const judgement = await judgeTried(task, current, (trials) =>
      remote.observe(trials, task.become, current),
    );
    if (judgement.kind !== 'change') return [settled(judgement, ended)];
    const { plan } = judgement;
    current.forgetUnsettled();
    const group = groupOf({ task, probes, plan }, behind, current);
    const proof = (now: Observations, said: Said) =>
      refusedProof(task, probes, now) ?? refusedResult(task, plan, said);
    const [first, ...others] = group;
    const works = [{ ...first.work, proof }, ...others.map(({ work }) => work)] as const;
    const started = Date.now();
    const performed = await toWrite(() => remote.performAll(works, task.become, current)).catch((error) =>
      works.map(() => lost(error)),
    );
    const seconds = performed.map((came) => ('seconds' in came ? came.seconds : undefined));
    const [executed, ...rest] = performed.flatMap((came, index) => {
      const member = group[index];
      if (!member || came.kind === 'moved') return [];
      const made = { ...member, current, ended: endedOn(host, member.task) };
      const timing = others.length > 0 && { timing: timingOf(started, seconds, index) };
      return [{ ...outcomeOfWork(made, came), ...timing }];
    });
    return executed && [executed, ...rest];
  };
  // What rests on nothing that was read, such as a command, does not move: others need not wait for its end.
  const isResting = Object.keys(probes).length > 0;
  const moved = { status: 'failed', message: MOVED } as const;
  // While it waited for its turn, others of this run may have written once more.
  const again = async () => (await attempt(alone)) ?? attempt(alone);
  return (await attempt(isResting ? remote.turn : alone)) ?? (await remote.turn(again)) ?? [ended(moved)];
}

const MOVED = 'The host changes while it is read; nothing was written. Run again when it has come to rest.';

type Ended = (rest: Parameters<typeof outcomeOf>[2], result?: Record<string, unknown>) => Executed;

function settled(judgement: Exclude<Judgement, { kind: 'change' }>, ended: Ended): Executed {
  const { kind: status, plan } = judgement;
  const message = 'message' in judgement && { message: judgement.message };
  return ended({ ...(plan && planned(plan)), status, ...message }, plan?.result);
}

function endedOn(host: string, task: ResolvedTask): Ended {
  return (rest, result = {}) => {
    const failed = !['ok', 'changed'].includes(rest.status);
    // A host that is gone in the middle of a write is nothing that a playbook can go on from.
    const ignored = failed && task.ignoreErrors && rest.status !== 'lost' && { ignored: true };
    const msg = rest.message !== undefined && { msg: rest.message };
    return {
      outcome: outcomeOf(host, task, { ...rest, ...ignored }),
      result: { changed: rest.status === 'changed', failed, ...msg, ...result },
    };
  };
}

/** A plan that was performed. */
interface Made extends Planned {
  current: Observations;
  ended: Ended;
}

/** What steps came to that the host let begin, or did not. */
function outcomeOfWork(given: Made, performed: Exclude<Came, { kind: 'moved' }>): Executed {
  const made = 'unkept' in performed ? warning(given, unkept(performed.unkept ?? '')) : given;
  const { plan, task, ended } = made;
  const changes = reportedChanges(plan);
  if (isOpaque(plan) && 'status' in performed) return ran(made, performed);
  switch (performed.kind) {
    case 'lost':
      return ended({ status: 'lost', changes, message: performed.message });
    case 'silent':
      return ended({ status: 'lost', changes, message: performed.answers ? UNDECIDED : SILENT });
    case 'cut':
      return ended({ status: 'lost', changes, message: cutOff(performed) });
    case 'reverted':
      return ended({ status: 'reverted', changes, message: reverted(performed) });
    case 'claimed':
      return ended({ status: 'blocked', changes, message: claimedBy(performed.why) });
    case 'held':
      return ended({ status: 'blocked', changes, message: heldBy(performed.holder) });
    case 'unlockable':
      return ended({ status: 'failed', changes, message: unlockable(performed) });
    case 'step-failed': {
      const message = withAdvice(failure(plan, performed), task);
      const about = { status: 'failed', changes, message, ...downtimes(plan, performed) } as const;
      return ended(about, outputOf(performed));
    }
    case 'done':
      return verified(made, performed);
  }
}

function warning(made: Made, text: string): Made {
  const ended: Ended = (rest, result) =>
    made.ended({ ...rest, warnings: [...(rest.warnings ?? []), text] }, result);
  return { ...made, ended };
}

function verified(
  { task, probes, plan, current, ended }: Made,
  performed: Performed & { kind: 'done' },
): Executed {
  const result = { ...plan.result, ...outputOf(performed) };
  const measured = downtimes(plan, performed);
  const message = unproven(task, probes, current);
  if (plan.changes.some(({ sideEffects }) => sideEffects)) current.forget();
  if (message !== undefined)
    return ended({ ...planned(plan), ...measured, status: 'not-converged', message });
  const status = reportedChanges(plan).length > 0 ? 'changed' : 'ok';
  return ended({ ...planned(plan), ...measured, status }, result);
}

/** What is not as it should be although the steps were done. A change that is opaque has nothing that proves it. */
function unproven(task: ResolvedTask, probes: Probes, current: Observations): string | undefined {
  const after = judge(task, probes, current);
  if (after.kind === 'failed') return after.message;
  const left = stillDiffering(after.plan);
  return left.length > 0 ? `Done without an error, but this still differs: ${left.join(', ')}` : undefined;
}

/** The same as the reason for which a guarded change is not kept. */
function refusedProof(task: ResolvedTask, probes: Probes, current: Observations): string | undefined {
  const after = judge(task, probes, current);
  if (after.kind === 'failed') return `after its steps the task cannot be planned (${after.message})`;
  const left = stillDiffering(after.plan);
  return left.length > 0 ? `after its steps this still differs: ${left.join(', ')}` : undefined;
}

/** The same where the playbook says what a failure is. */
function refusedResult(task: ResolvedTask, plan: Plan, said: Said): string | undefined {
  if (task.failedWhen === undefined || !isOpaque(plan)) return undefined;
  const kind = said.status === 0 ? 'done' : 'step-failed';
  const { decision } = resultOf(task, plan, { kind, step: 0, printed: [], ...said });
  if ('mistake' in decision) return decision.mistake;
  return decision.failed
    ? `it ended with status ${said.status}, which failed_when calls a failure`
    : undefined;
}

function stillDiffering({ changes }: Plan): string[] {
  return changes.filter(({ proof }) => proof === 'observed').map(({ what }) => what);
}

/**
 * What a command did cannot be looked at again: its status counts, or what the playbook says of its result. Changes
 * beside it are proven as any other, before all that it may have touched is forgotten.
 */
function ran({ task, probes, plan, current, ended }: Made, performed: Ran): Executed {
  const { result, decision } = resultOf(task, plan, performed);
  const warnings = [...(plan.warnings ?? []), ...(performed.truncated ? [TRUNCATED] : [])];
  const reported = { ...planned(plan), ...(warnings.length > 0 && { warnings }) };
  const isMistaken = 'mistake' in decision;
  const isFailed = isMistaken || decision.failed;
  const left = isFailed ? undefined : unproven(task, probes, current);
  if (isMistaken || decision.changed) current.forget();
  if (isFailed) {
    const message = isMistaken ? decision.mistake : withAdvice(failure(plan, performed), task);
    return ended({ ...reported, status: 'failed', message }, result);
  }
  if (left !== undefined) return ended({ ...reported, status: 'not-converged', message: left }, result);
  return decision.changed
    ? ended({ ...reported, status: 'changed' }, result)
    : ended({ ...(warnings.length > 0 && { warnings }), status: 'ok' }, result);
}

type Ran = Performed & { kind: 'done' | 'step-failed' };

/** What a task registers of what its program said, and what the playbook makes of it. */
function resultOf(task: ResolvedTask, plan: Plan, performed: Ran) {
  const output = outputOf(performed);
  const result = { ...plan.result, ...(task.definition.registers?.(task.desired, output) ?? output) };
  const changedWhen = reportedChanges(plan).length > 0;
  return { result, decision: decide({ changedWhen, ...task }, performed.kind === 'step-failed', result) };
}

/** What steps came to, or that nobody knows. */
type Came = Performed | LostHost;

/** The connection ended while the steps were done. */
interface LostHost {
  kind: 'lost';
  message: string;
}

function lost(error: unknown): LostHost {
  if (!(error instanceof Lost && error.sent)) throw error;
  const message = `${error.message}. Whether the steps were done is unknown; the next run finds out.`;
  return { kind: 'lost', message };
}

const TRUNCATED = 'It printed more than is kept: of its output the beginning and the end are there.';
