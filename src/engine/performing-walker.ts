import { stops } from '../plan/outcome.ts';
import type { AppliedRecorder } from './applied/applied-recorder.ts';
import { Performer } from './group/performer.ts';
import type { HostFailures } from './host-failure.ts';
import type { HostReporter } from './host-reporter.ts';
import type { HostSettings, Review } from './host-settings.ts';
import { mayReturn } from './out-of-reach.ts';
import type { HostChecks } from './rollout/host-checks.ts';
import type { Sites } from './sites.ts';
import type { Walker } from './walk/play-loop.ts';
import { repeated } from './walk/repeat.ts';
import { judged } from './walk/verdicts.ts';

/** What performing needs of a host. */
export interface Performing extends Pick<HostSettings, 'interrupts'> {
  host: string;
  sites: Sites;
  reporter: HostReporter;
  failures: HostFailures;
  recorder?: AppliedRecorder | undefined;
  review?: Review | undefined;
  checks: HostChecks;
}

/** Performs the tasks of one host, and tells what becomes of each. */
export function performingWalker(performing: Performing): Walker {
  const { host, sites, reporter, failures, recorder, review, checks, interrupts } = performing;
  const performer = new Performer(host);
  return {
    host,
    ahead: (task) => performer.ahead(task),
    execute: async (task, behind) => {
      const ahead = performer.ahead(task);
      reporter.performing(task, ahead?.timing?.started);
      const site = sites.of(task);
      const once = async () => {
        const executed = judged(task, ahead ?? (await performer.perform(task, behind, site, review)));
        await recorder?.note(task, executed.outcome, site);
        checks.performed(task, executed);
        return executed;
      };
      const waits = { ...interrupts, lookAgain: () => site.observed.forget() };
      const came = await repeated(task, () => failures.attempt(task, once), waits);
      if (mayReturn(came)) await site.remote.close();
      if (came !== 'interrupted') reporter.ending(came.timing?.ended);
      return came;
    },
    ended: (outcome) => reporter.performed(outcome),
    stops,
    signal: interrupts.signal,
  };
}
