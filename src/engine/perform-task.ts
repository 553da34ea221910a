import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { Forecast } from './check-mode.ts';
import { HostWriter } from './connection/host-connection.ts';
import { converge } from './converge.ts';
import { predictTask } from './predict-task.ts';
import type { Site } from './sites.ts';
import type { Executed } from './task-result.ts';

/** Makes a task true where it is to be done; one with `check_mode` is only predicted. */
export function performTask(host: string, task: ResolvedTask, site: Site): Promise<Executed> {
  const { remote, observed } = site;
  if (task.checkOnly)
    return predictTask(task, new Forecast(host, observed.copy()), { ...site, mode: 'check' });
  if (!(remote instanceof HostWriter)) throw new Error('a host that is only read has nothing to perform');
  return converge(host, task, observed, remote);
}
