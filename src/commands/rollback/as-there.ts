import type { Asked } from '../../history/asked.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { ProblemError } from '../../problem.ts';
import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import { rollback as declaration } from '../declaration/rollback.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import { isSaid, lineThere, REACHING } from '../resuming/asked-for.ts';
import { isTrusted, notOwn } from '../resuming/refusals.ts';

type RollbackOptions = Values<(typeof declaration)['options']>;

/**
 * The options of a rollback. Without `-i` hosts are found and reached as in its run, whose paths are seen from the
 * folder that it was started in: throws ProblemError in another one, and where others may have written them.
 */
export function asThere(
  given: RollbackOptions,
  { run, asked }: { run: RunSummary; asked: Asked | undefined },
  io: Io,
): RollbackOptions {
  if (given.inventory.length > 0) return given;
  if (!isTrusted(run, asked, given, io)) throw foreign(run, given);
  if (asked && asked.folder !== io.folder) throw elsewhere(run, lineOf(given, run, asked, io));
  const same = REACHING.filter((name) => !isSaid(name, given)).flatMap((name) => {
    const value = asked?.options[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...given, ...Object.fromEntries(same), inventory: run.inventory };
}

function lineOf({ history: place }: RollbackOptions, { number }: RunSummary, asked: Asked, io: Io): string {
  return lineThere(asked, (history) => typedWords(declaration, [String(number)], { history }), place, io);
}

function elsewhere({ number }: RunSummary, command: string): ProblemError {
  return new ProblemError([
    {
      code: 'other-folder',
      summary: `Run ${number} was started in another folder`,
      detail: 'Its inventory is seen from there. Start the rollback there, or give an inventory with -i.',
      command,
    },
  ]);
}

function foreign(run: RunSummary, { history }: RollbackOptions): ProblemError {
  return new ProblemError([
    {
      code: 'unsealed-run',
      summary: `What is kept of run ${run.number} may be of somebody else`,
      detail: `${notOwn(run)} Give the inventory, and how its hosts are reached.`,
      command: typedLine(
        typedWords(declaration, [String(run.number)], { history, inventory: ['INVENTORY'] }),
      ),
    },
  ]);
}
