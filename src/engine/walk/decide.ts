import type { ResolvedTask, Verdict } from '../../playbook/resolve/resolved-play.ts';
import { ProblemError } from '../../problem.ts';
import { mistakes } from './mistakes.ts';

/** Whether a task whose effect cannot be known failed, and changed something; or what is wrong in saying so. */
export type Decision = { failed: boolean; changed: boolean } | { mistake: string };

/** `failed` is what the status of the program says; `result` is what the playbook's expressions see beside it. */
export function decide(
  { changedWhen = true, failedWhen }: Pick<ResolvedTask, 'changedWhen' | 'failedWhen'>,
  failed: boolean,
  result: Readonly<Record<string, unknown>>,
): Decision {
  const current = { ...result, failed, changed: true };
  const resolved = (verdict: Verdict) => (typeof verdict === 'boolean' ? verdict : verdict(current));
  try {
    return { failed: resolved(failedWhen ?? failed), changed: resolved(changedWhen) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { mistake: mistakes(error) };
  }
}
