import type { Plan } from '../plan/plan.ts';
import { describeStep, isLocal, type Step } from '../plan/step.ts';
import type { Performed } from './apply.ts';
import type { CutOff } from './guard/confirmation.ts';

/** Of a guarded change of which nothing was heard again. */
export const SILENT =
  'The host did not come back over a new connection. It rolls the change back by itself; whether it did could not be seen.';
/** Of a guarded change whose host answers, and has not decided. */
export const UNDECIDED = [
  'The host answers, but it neither keeps the change nor is it at the end of rolling it back. See there:',
  '  systemctl list-units --all "virtfleet-*"',
  'Its backups, each with a script `restore`, lie in /var/lib/virtfleet/backups.',
].join('\n');

/** Why a change was rolled back, what went with it, and what could not be put back. */
export function reverted(ended: Performed & { kind: 'reverted' }): string {
  const { why, left, also, unwritten, restore } = ended;
  const state = left.length === 0 ? 'it is as it was before' : `not as before: ${left.join(', ')}`;
  const earlier = also.length > 0 && `With it went what earlier tasks of this run wrote: ${also.join(', ')}.`;
  const refused =
    unwritten.length > 0 &&
    `The disk refuses ${unwritten.join(', ')}: the backup is mounted there, and the next boot tries again. To try now, make room and run on the host, as root:\n  ${restore}`;
  const said = [`The host rolled the change back, because ${why}; ${state}.`, earlier, refused];
  return said.filter(Boolean).join('\n');
}

/** When the host takes a guarded change back by itself, since nobody is there any more to confirm it. */
export function cutOff({ until, isArmed, isConfirming, restore }: CutOff): string {
  const time = new Date(until + 1000).toTimeString().slice(0, 8);
  const unless = isConfirming ? ' unless the confirmation, which was on its way, has reached it' : '';
  const begun = isArmed ? 'The' : 'If the host has begun this change, the';
  return [
    `You ended the run before the host had decided. ${begun} host takes it back at ${time} at the latest${unless}. To take it back now, run on the host, as root:`,
    `  ${restore}`,
  ].join('\n');
}

/** Why nothing was written: the lock could not be. */
export function unlockable({ why }: Performed & { kind: 'unlockable' }): string {
  return `The lock that keeps other runs off this host cannot be written: ${why}. Nothing was written.`;
}

/** Why nothing was written: the saved plan cannot be claimed on the host. */
export function claimedBy(why: string): string {
  return `A saved plan is applied once: ${why}. Nothing was written.`;
}

/** What was changed, and cannot be brought back from what the host keeps. */
export function unkept(why: string): string {
  return `The host could not keep what was there, so that "virtfleet rollback" does not bring it back: ${why}`;
}

/** What failed of a plan's steps, with the end of what it said. */
export function failure({ changes }: Plan, performed: Performed & { kind: 'done' | 'step-failed' }): string {
  const isDone = performed.kind === 'done';
  const step = changes.flatMap(({ steps }) => steps)[isDone ? 0 : performed.step];
  const what = isDone ? undefined : performed.what;
  const name = what ?? (step ? describeStep(step) : 'A step');
  if (performed.stopped) return `${name} did not come to its end in time and was stopped.`;
  const said = lastOf(`${performed.stderr}`.trim() || `${performed.stdout}`.trim());
  if (!isDone && step && isNoScript(step)) return `${name}: ${said}`;
  const status = `${performed.status}${isDone ? ', which failed_when calls a failure' : ''}`;
  return `${name} ended with status ${status}${said && `: ${said}`}`;
}

/** Characters of an output that a message repeats. */
const REPEATED = 4000;

/** The end of an output, where a program says what it failed at. */
function lastOf(said: string): string {
  return said.length > REPEATED ? `…${said.slice(-REPEATED)}` : said;
}

function isNoScript(step: Step): boolean {
  return step.do === 'reconnect' || isLocal(step);
}
