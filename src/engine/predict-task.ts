import type { Mode } from '../plan/outcome.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import type { Forecast } from './check-mode.ts';
import type { HostReader } from './connection/host-connection.ts';
import type { HostReads } from './host-reads.ts';
import { judgeTried } from './plan-task.ts';
import { judgeRights } from './rights.ts';
import type { Observations } from './script/observations.ts';
import type { Executed } from './task-result.ts';
import { judged } from './walk/verdicts.ts';

/** What a prediction asks a host beside the probes of its task. */
interface Asking {
  mode: Mode;
  remote: HostReader;
  reads: HostReads;
  /** What was observed, without predictions. */
  observed: Observations;
}

/** What a task comes to in a forecast, with what the host tries and what the login user may do. */
export async function predictTask(
  task: ResolvedTask,
  forecast: Forecast,
  { mode, remote, reads, observed }: Asking,
): Promise<Executed> {
  const tried = await judgeTried(task, forecast.current, async (trials) => {
    await remote.observe(trials, task.become, observed);
    forecast.current.takeFrom(observed, trials);
  });
  const judgement = await judgeRights(task, tried, mode, (probe) => reads.asLoginUser(probe, observed));
  return judged(task, forecast.predict(task, judgement));
}
