import { randomBytes } from 'node:crypto';
import type { Plan } from '../plan/plan.ts';
import type { Probe, Probes } from '../plan/probe.ts';
import { secondsOf } from '../plan/step.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import type { Work } from './apply.ts';
import type { Guard } from './guard/guard.ts';
import { touchedBy } from './kept/touched.ts';
import { isGuarded, isOpaque } from './plan-task.ts';
import type { Observations } from './script/observations.ts';

/** A task with what it is going to do. */
export interface Planned {
  task: ResolvedTask;
  probes: Probes;
  plan: Plan;
}

/**
 * A prediction that was not asked for by the task itself is read afterwards too: later tasks rest on it. What others
 * write is not read again for a task that predicts nothing of it.
 */
export function work({ task, plan, probes }: Planned, current: Observations): Work {
  const { changes } = plan;
  const after = new Map<string, Probe>();
  for (const probe of Object.values(probes)) if (!probe.volatile) after.set(probe.key, probe);
  const predicted = changes.flatMap(({ predictions }) => predictions.map(({ probe }) => probe));
  for (const probe of [...predicted, ...current.following(predicted)]) after.set(probe.key, probe);
  const steps = changes.flatMap((change) => change.steps);
  const guard = isGuarded(task, plan) && { guard: guardOf(task, plan) };
  const { environment } = task;
  return {
    label: task.name,
    steps,
    before: restingOn(probes, current),
    after: [...after.values()],
    touched: touchedBy(task, plan),
    ...guard,
    ...(environment && { environment }),
  };
}

/** What a plan rests on, as it was read. */
export function restingOn(probes: Probes, current: Observations): Work['before'] {
  return Object.values(probes).flatMap((probe) => {
    const known = current.get(probe);
    return probe.volatile || probe.awaited || !known || 'error' in known || !known.raw
      ? []
      : [{ probe, raw: known.raw }];
  });
}

function guardOf(
  { name, failedWhen, guard: { seconds, confirm } }: ResolvedTask,
  { changes, rollback }: Plan,
): Guard {
  const undone = rollback?.();
  const { keep, steps = [], boot = [], files = [], silence = 0 } = undone ?? {};
  const all = changes.flatMap((change) => change.steps);
  // How long a program of somebody else may take says nothing of how long the host may be out of reach.
  const sets = all.filter((step) => step.do === 'virsh-set');
  const written = all.flatMap((step) => (step.do === 'write' || step.do === 'remove' ? [step.path] : []));
  return {
    id: `${new Date().toISOString().replaceAll(/\W|Z$/g, '')}-${randomBytes(4).toString('hex')}`,
    label: name,
    ...(keep !== undefined && { keep }),
    rollback: steps,
    boot,
    files: [...new Set([...written, ...files])],
    dormant: steps.length === 0 && keep === undefined,
    judged: failedWhen !== undefined && isOpaque({ changes }),
    seconds: (silence > 0 ? Math.max(seconds, silence + GRACE) : seconds) + secondsOf(sets),
    confirm,
  };
}

/** Seconds to confirm, beyond those in which the host may rightly be silent. */
const GRACE = 60;
