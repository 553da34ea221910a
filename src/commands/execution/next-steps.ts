import { hiddenTexts } from '../../hidden-texts.ts';
import type { Recorder } from '../../history/recorder.ts';
import { stops } from '../../plan/outcome.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import type { NextStep } from '../../report/next-step.ts';
import type { RunRecord } from '../../report/run-record.ts';
import { history as declaration } from '../declaration/history.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';

/** The words behind `virtfleet` of what helps after a run. */
export interface Commands {
  /** The same on other hosts; undefined for those that it had. */
  again(limit: string | undefined): readonly string[];
  /** What goes on with the run of this number, where there is such a thing. */
  resume?(run: number): readonly string[];
  /** What brings back what was there before the run of this number, where there is such a thing. */
  takeBack?(run: number): readonly string[];
}

export interface Asked {
  commands?: Commands;
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
  { commands, history }: Asked,
  recorder: Pick<Recorder, 'ask'> | undefined,
): Promise<NextStep[]> {
  const open = tasks.filter((task) => stops(task) || task.status === 'not-started');
  const hosts = [...new Set(open.map(({ host }) => host))];
  if (mode !== 'apply' || hosts.length === 0) return [];
  const isNamed = hosts.length <= NAMED && hosts.every((host) => PLAIN.test(host));
  const repeat = commands?.again(isNamed ? hosts.join(',') : undefined);
  const run = await recorder?.ask(async (_, number) => number);
  const takeBack = run === undefined || !tasks.some(hasWritten) ? undefined : commands?.takeBack?.(run);
  const resume = run === undefined ? undefined : commands?.resume?.(run);
  const steps = [
    ...(resume ? [step('To go on with the hosts that are not done', resume)] : []),
    ...(repeat && !resume ? [step('Once it is mended, on the hosts that are not done', repeat)] : []),
    ...(takeBack ? [step('To bring back what was there before', takeBack)] : []),
    ...(run === undefined ? [] : [step('To see this run again', showWords(run, history))]),
  ];
  return hiddenTexts.concealAll(steps);
}

/** The words behind `virtfleet` that show a run of the history that `--history` names. */
export function showWords(run: number, history: string | undefined): string[] {
  return typedWords(declaration, ['show', String(run)], { history });
}

function hasWritten({ status }: TaskRecord): boolean {
  return status === 'changed' || status === 'lost' || status === 'not-converged';
}

function step(why: string, words: readonly string[]): NextStep {
  return { why, command: typedLine(words) };
}
