import { canonicalText } from '../engine/applied/digest.ts';
import type { PlannedHost } from '../engine/host-settings.ts';
import { hiddenTexts } from '../hidden-texts.ts';
import { STARS } from '../plan/task-record.ts';
import type { PlanKey } from './plan-key.ts';
import type { SavedPlan } from './saved-plan.ts';

export type Answers = SavedPlan['answers'][number]['probes'];

/**
 * Digests of what a host answered to the probes that its plan rests on, each once. What changes by itself is left out,
 * as it is when a host is compared before it is written to. What a task with `no_log` reads has no name.
 */
export function answersOf(host: string, planned: PlannedHost, key: PlanKey): Answers {
  const answers = new Map<string, Answers[number]>();
  for (const { task } of planned.tasks)
    for (const probe of Object.values(task.definition.observe(task.desired))) {
      const at = task.delegateTo ?? host;
      const name = at === host ? probe.key : `${probe.key} of ${at}`;
      if (probe.volatile || probe.awaited || answers.has(name)) continue;
      const digest = key.digest(['answer', at, probe.key, ...said(planned.known(task, probe))]);
      answers.set(name, { key: task.noLog ? STARS : hiddenTexts.conceal(name), digest });
    }
  return [...answers.values()];
}

/**
 * A digest of what would be done on a host, with all that its record does not show: the whole text for a shell, what a
 * program gets as input, the environment. It may come from what is none of the inputs, such as a lookup of `env`.
 */
export function workOf(host: string, { tasks }: PlannedHost, key: PlanKey): string {
  const works = tasks.flatMap(({ task: { environment, become, delegateTo }, outcome: { changes } }) => {
    const steps = changes.filter(({ bookkeeping }) => !bookkeeping).flatMap((change) => change.steps);
    return steps.length > 0 ? [{ steps, environment, become, delegateTo }] : [];
  });
  return key.digest(['work', host, canonicalText(works)]);
}

function said(known: ReturnType<PlannedHost['known']>): (string | Buffer)[] {
  if (!known) return ['nothing'];
  if ('error' in known) return ['unreadable'];
  if (!known.raw) return ['value', canonicalText(known.value)];
  return known.raw.answers.flatMap(({ status, stdout }) => [String(status), stdout]);
}

/** What is not as it was when the plan was made. Several may have one name, of which parts are hidden. */
export function movedAnswers(before: Answers, now: Answers): string[] {
  const digests = (all: Answers, name: string) =>
    all.flatMap(({ key, digest }) => (key === name ? digest : [])).join();
  const names = new Set([...before, ...now].map(({ key }) => key));
  return [...names].filter((name) => digests(before, name) !== digests(now, name));
}
