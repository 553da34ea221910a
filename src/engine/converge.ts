import { parseDowntimes } from '../plan/downtime.ts';
import type { Plan } from '../plan/plan.ts';
import type { Probes } from '../plan/probe.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { Lost } from '../transport/session.ts';
import type { Performed } from './apply.ts';
import type { HostWriter } from './connection/host-connection.ts';
import { alone, type Turn } from './connection/write-turns.ts';
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
import { isOpaque, type Judgement, judge, judgeTried, planned, reportedChanges } from './plan-task.ts';
import { heldBy } from './script/holder.ts';
import type { Observations } from './script/observations.ts';
import { type Executed, outcomeOf } from './task-result.ts';
import { work } from './transaction.ts';
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
  const probes = task.definition.observe(task.desired);
  const ended = (rest: Parameters<typeof outcomeOf>[2], result: Record<string, unknown> = {}): Executed => {
    const failed = !['ok', 'changed'].includes(rest.status);
    // A host that is gone in the middle of a write is nothing that a playbook can go on from.
    const ignored = failed && task.ignoreErrors && rest.status !== 'lost' && { ignored: true };
    const msg = rest.message !== undefined && { msg: rest.message };
    return {
      outcome: outcomeOf(host, task, { ...rest, ...ignored }),
      result: { changed: rest.status === 'changed', failed, ...msg, ...result },
    };
  };
  /** Undefined where the host has moved. */
  const attempt = async (toWrite: Turn): Promise<Executed | undefined> => {
    await remote.observe(current.missing(Object.values(probes)), task.become, current);
    const judgement = await judgeTried(task, current, (trials) =>
      remote.observe(trials, task.become, current),
    );
    if (judgement.kind !== 'change') return settled(judgement, ended);
    const { plan } = judgement;
    const made: Made = { task, probes, plan, current, ended };
    current.forgetUnsettled();
    const todo = {
      ...work(task, plan, probes, current),
      proof: (now: Observations, said: Said) =>
        refusedProof(task, probes, now) ?? refusedResult(task, plan, said),
    };
    const performed = await toWrite(() => remote.perform(todo, task.become, current)).catch(lost);
    return performed.kind === 'moved' ? undefined : outcomeOfWork(made, performed);
  };
  // What rests on nothing that was read, such as a command, does not move: others need not wait for its end.
  const isResting = Object.keys(probes).length > 0;
  const moved = { status: 'failed', message: MOVED } as const;
  // While it waited for its turn, others of this run may have written once more.
  const again = async () => (await attempt(alone)) ?? attempt(alone);
  return (await attempt(isResting ? remote.turn : alone)) ?? (await remote.turn(again)) ?? ended(moved);
}

const MOVED = 'The host changes while it is read; nothing was written. Run again when it has come to rest.';

type Ended = (rest: Parameters<typeof outcomeOf>[2], result?: Record<string, unknown>) => Executed;

function settled(judgement: Exclude<Judgement, { kind: 'change' }>, ended: Ended): Executed {
  const { kind: status, plan } = judgement;
  const message = 'message' in judgement && { message: judgement.message };
  return ended({ ...(plan && planned(plan)), status, ...message }, plan?.result);
}

/** A plan that was performed. */
interface Made {
  task: ResolvedTask;
  probes: Probes;
  plan: Plan;
  current: Observations;
  ended: Ended;
}

/** What steps came to that the host let begin, or did not. */
function outcomeOfWork(given: Made, performed: Exclude<Performed, { kind: 'moved' }> | LostHost): Executed {
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

/** What the detached steps measured. Under a guard the steps print into one text. */
function downtimes({ changes }: Plan, { printed }: Performed & { kind: 'done' | 'step-failed' }) {
  if (!changes.some(({ steps }) => steps.some((step) => step.do === 'detached'))) return {};
  const guests = changes.flatMap(({ impact }) => impact.guests ?? []);
  const measured = printed.flatMap((output) => parseDowntimes(output.toString(), guests));
  return measured.length > 0 ? { downtimes: measured } : {};
}

function outputOf({ stdout, stderr, status, result }: Performed & { kind: 'done' | 'step-failed' }) {
  if (result && Object.keys(result).length > 0) return result;
  const [out = '', err = ''] = [stdout, stderr].map((bytes) => bytes.toString().replace(/[\r\n]+$/, ''));
  const lines = (text: string) => (text === '' ? [] : text.split(/\r?\n/));
  return {
    ...{ stdout: out, stdout_lines: lines(out), stderr: err, stderr_lines: lines(err) },
    rc: status,
  };
}
