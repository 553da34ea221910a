import { didYouMean } from '../../template/suggest.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { type Asked, type Chosen, checkNamed, driftCheckNamed, scheduleOf } from './asked.ts';
import { checkSchedule } from './check.ts';
import { installCheck, printForm, removeCheck } from './install.ts';
import { resumeCheck } from './resume.ts';
import { runCheck } from './run.ts';

/** What can be done with one check. */
const OF_ONE: Readonly<Record<string, (asked: Asked) => number | Promise<number>>> = {
  run: runCheck,
  print: printForm,
  install: installCheck,
  resume: resumeCheck,
};

/** Does what `virtfleet schedule WORDS` asks for; resolves to the exit code. Throws UsageError and ProblemError. */
export async function dispatch(all: readonly string[], options: Chosen, io: Io): Promise<number> {
  const [action = 'check', name, ...more] = all;
  const ofOne = Object.hasOwn(OF_ONE, action) ? OF_ONE[action] : undefined;
  const isNamed = ofOne !== undefined || action === 'remove';
  if (!isNamed && action !== 'check') {
    const { hint } = didYouMean(action, ['check', 'remove', ...Object.keys(OF_ONE)]);
    throw new UsageError(`there is no "schedule ${action}".${hint === undefined ? '' : ` ${hint}`}`);
  }
  if (more.length > 0 || (name === undefined) === isNamed)
    throw new UsageError(`it is written virtfleet schedule ${action}${isNamed ? ' NAME' : ''}.`);
  // It may be gone from schedule.yaml.
  if (action === 'remove' && name !== undefined) return removeCheck({ name, options, io });
  const schedule = scheduleOf(options);
  if (!ofOne || name === undefined) return checkSchedule(schedule, options, io, Date.now());
  // What the server paused may be any command.
  const check = action === 'resume' ? checkNamed(schedule, name) : driftCheckNamed(schedule, name);
  return ofOne({ name, check, schedule, options, io });
}
