import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { Forecast } from './check-mode.ts';
import { HostWriter } from './connection/host-connection.ts';
import { converge } from './converge.ts';
import type { Review } from './host-settings.ts';
import { predictTask } from './predict-task.ts';
import type { Site } from './sites.ts';
import type { Executed } from './task-result.ts';

/** Makes a task true where it is to be done, unless the review forbids it; one with `check_mode` is only predicted. */
export function performTask(
  host: string,
  task: ResolvedTask,
  site: Site,
  review: Review | undefined,
): Promise<Executed> {
  const { remote, observed } = site;
  if (task.checkOnly)
    return predictTask(task, new Forecast(host, observed.copy()), { ...site, mode: 'check' });
  if (!(remote instanceof HostWriter)) throw new Error('a host that is only read has nothing to perform');
  return converge(host, review ? heldTo(review, task) : task, observed, remote);
}

/** The same task, whose plan is blocked where the review forbids it. */
function heldTo(review: Review, task: ResolvedTask): ResolvedTask {
  const plan: ResolvedTask['definition']['plan'] = (desired, current) => {
    const made = task.definition.plan(desired, current);
    const blocked = made.changes.length > 0 ? review.forbids(task, made) : undefined;
    return blocked === undefined
      ? made
      : { ...made, changes: made.changes.map((change) => ({ ...change, blocked })) };
  };
  return { ...task, definition: { ...task.definition, plan } };
}
