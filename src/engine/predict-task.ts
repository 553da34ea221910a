import type { Mode } from '../plan/outcome.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import type { Forecast } from './check-mode.ts';
import { judgeTried } from './plan-task.ts';
import { judgeRights } from './rights.ts';
import type { Site } from './sites.ts';
import type { Executed } from './task-result.ts';
import { judged } from './walk/verdicts.ts';

/** The host that a prediction asks, and how far the run may go. */
interface Asking extends Site {
  mode: Mode;
}

/** What a task comes to in a forecast, with what the host tries and what the login user may do. */
export async function predictTask(
  task: ResolvedTask,
  forecast: Forecast,
  { mode, remote, reads, observed }: Asking,
): Promise<Executed> {
  await reads.observe([task], forecast.current);
  const tried = await judgeTried(task, forecast.current, async (trials) => {
    await remote.observe(trials, task.become, observed, [task]);
    forecast.current.takeFrom(observed, trials);
  });
  const judgement = await judgeRights(task, tried, mode, (probe) => reads.asLoginUser(probe, observed));
  return judged(task, forecast.predict(task, judgement));
}
