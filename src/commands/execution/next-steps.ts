import { hiddenTexts } from '../../hidden-texts.ts';
import type { Recorder } from '../../history/recorder.ts';
import { stops } from '../../plan/outcome.ts';
import { quote } from '../../plan/quote.ts';
import type { NextStep } from '../../report/next-step.ts';
import type { RunRecord } from '../../report/run-record.ts';

/** The words of the same run on other hosts; undefined for those that it had. */
export type Again = (limit: string | undefined) => readonly string[];

export interface Asked {
  again?: Again;
  /** Set where the history keeps what `--resume` needs: the names of the extra variables, which are to be given again. */
  asked?: { extraVars: readonly string[] } | undefined;
  /** As `--history` has it. */
  history: string | undefined;
}

/** Up to so many hosts are named in a command. */
const NAMED = 20;
/** A name that stands in a limit for itself. */
const PLAIN = /^[\w.-]+$/;

/** What helps after a run that did not do all; nothing after one that did, or that changes nothing. */
export async function nextSteps(
  { mode, tasks }: RunRecord,
  { again, asked, history }: Asked,
  recorder: Pick<Recorder, 'ask'> | undefined,
): Promise<NextStep[]> {
  const open = tasks.filter((task) => stops(task) || task.status === 'not-started');
  const hosts = [...new Set(open.map(({ host }) => host))];
  if (mode !== 'apply' || hosts.length === 0) return [];
  const isNamed = hosts.length <= NAMED && hosts.every((host) => PLAIN.test(host));
  const repeat = again?.(isNamed ? hosts.join(',') : undefined);
  const run = await recorder?.ask(async (_, number) => number);
  const place = history === undefined ? [] : ['--history', history];
  const values = asked?.extraVars.flatMap((name) => ['-e', `${name}=…`]) ?? [];
  const resume = run !== undefined && asked && ['run', '--resume', `${run}`, ...values, ...place];
  const steps = [
    ...(resume ? [step('To go on with the hosts that are not done', resume)] : []),
    ...(repeat && !resume ? [step('Once it is mended, on the hosts that are not done', repeat)] : []),
    ...(run === undefined ? [] : [step('To see this run again', ['history', 'show', `${run}`, ...place])]),
  ];
  return hiddenTexts.concealAll(steps);
}

function step(why: string, words: readonly string[]): NextStep {
  return { why, command: quote(['virtfleet', ...words]) };
}
