import type { Listener } from '../../plan/run-event.ts';
import type { Report } from '../../report/files/report.ts';
import type { Resolved } from '../../resolve.ts';
import type { RunRequest } from '../../run-request.ts';

/** What goes along with a run beside its reports: a plan is saved of it, or it is held to one. */
export interface Companion {
  listener: Listener;
  /** Once all is resolved, before a host is contacted. Rejects with ProblemError. */
  begin(resolved: Resolved): Promise<Pick<RunRequest, 'review' | 'savedPlan' | 'rollouts'>>;
  /** Once the run has ended, without a bug. */
  end(report: Report): void;
}
