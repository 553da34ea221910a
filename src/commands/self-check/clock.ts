import type { RunSummary } from '../../history/questions/runs.ts';
import { when } from '../../report/when.ts';
import { type Finding, ok } from './finding.ts';
import { answerOf } from './program-answers.ts';

const name = 'time';

/**
 * Whether the clock (`now`, milliseconds since 1970) can be right: a run of the past cannot have begun later. Plans
 * expire by it, and checks are overdue by it.
 */
export function clockFinding(now: number, last: RunSummary | undefined): Finding {
  const time = when(new Date(now).toISOString());
  const status = answerOf('timedatectl', 'status');
  const command = 'timedatectl status';
  if (last !== undefined && Date.parse(last.started) > now)
    return {
      ...{ name, status: 'problem', detail: `${time}, but run ${last.number} began ${when(last.started)}` },
      ...{ advice: 'Set the clock: by it plans expire and checks are overdue.', command },
    };
  const answer = answerOf('timedatectl', 'show', '--property=NTPSynchronized', '--value');
  if (status === 'missing' || answer === 'missing' || !answer.isWell) return ok(name, time);
  if (answer.said === 'yes') return ok(name, `${time}, synchronised`);
  return {
    ...{ name, status: 'note', detail: `${time}, not synchronised with any other clock` },
    ...{ advice: 'Let a service set it: by it plans expire and checks are overdue.', command },
  };
}
