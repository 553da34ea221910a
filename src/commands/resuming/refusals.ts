import type { Asked } from '../../history/asked.ts';
import { rolledBackBy } from '../../history/questions/run-to-roll-back.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { lives } from '../../history/running.ts';
import { ProblemError } from '../../problem.ts';
import { type Io, machineOf } from '../command.ts';
import { rollback } from '../declaration/rollback.ts';
import { run as declaration } from '../declaration/run.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import { historyOf } from '../execution/recording.ts';
import { isSealed } from '../execution/seal.ts';
import { lineThere, type RunOptions, resumeWords } from './asked-for.ts';

type Place = Pick<RunOptions, 'history'>;

/** Why a run cannot be resumed, with a command to copy where one helps. */
export function cannot(detail: string, command?: string): ProblemError {
  const problem = { code: 'cannot-resume', summary: 'The run cannot be resumed so', detail };
  return new ProblemError([{ ...problem, ...(command !== undefined && { command }) }]);
}

/** Throws ProblemError for a run that only looked, one that applied a saved plan, and one that still goes on. */
export function refuse(
  { number, mode, ended, machine, ...run }: RunSummary,
  asked: Asked | undefined,
  io: Io,
): void {
  if (mode !== 'run') throw cannot(`Run ${number} only looked (${mode}): there is nothing to go on with.`);
  if (run.saved_plan !== undefined)
    throw cannot(`Run ${number} applied a saved plan, which is done once. Save a new plan of what is left.`);
  if (ended === undefined && machine === machineOf(io) && asked && lives(asked.by, io.isTaken))
    throw cannot(`Run ${number} still goes on, as process ${asked.by.pid} of the controller.`);
}

/**
 * How a run was asked for. Throws ProblemError for a rollback, where it is not kept or others may have written it, and in
 * another folder.
 */
export function askedHere(run: RunSummary, asked: Asked | undefined, place: Place, io: Io): Asked {
  const of = rolledBackBy(run);
  if (of !== undefined) throw isRollback(run, of, place);
  if (!isTrusted(run, asked, place, io)) throw isForeign(run, place);
  if (!asked) throw tooOld(run, place);
  const words = (history: string | undefined) => resumeWords(run.number, { history });
  if (asked.folder !== io.folder)
    throw cannot('It was started in another folder.', lineThere(asked, words, place.history, io));
  return asked;
}

function isRollback({ number }: RunSummary, of: number, { history }: Place): ProblemError {
  const words = typedWords(rollback, [String(of)], { limit: `@not-done:${number}`, history });
  const why = `Run ${number} is the rollback of run ${of}. Roll back what is left, with the options that it had.`;
  return cannot(why, typedLine(words));
}

function tooOld({ number, playbooks }: RunSummary, { history }: Place): ProblemError {
  const words = typedWords(declaration, playbooks, { limit: `@not-done:${number}`, history });
  const why = 'An older Virtfleet kept it, without its options. Give them with the hosts that are not done.';
  return cannot(why, typedLine(words));
}

/** Whether what is kept of a run may choose playbooks, inventories and programs: others may write to a shared history. */
export function isTrusted(run: RunSummary, asked: Asked | undefined, { history }: Place, io: Io): boolean {
  return historyOf(history, io).kind === 'file' || isSealed(run, asked, io);
}

/** Why it may not. */
export function notOwn({ number }: RunSummary): string {
  return (
    `Its history is shared, and you did not start run ${number} from this controller, or what is kept of it was changed. ` +
    'Nothing there may choose what you run.'
  );
}

function isForeign(run: RunSummary, { history }: Place): ProblemError {
  const values = { inventory: ['INVENTORY'], limit: `@not-done:${run.number}`, history };
  return cannot(
    `${notOwn(run)} Start it with the hosts that are not done:`,
    typedLine(typedWords(declaration, ['PLAYBOOK'], values)),
  );
}
