import type { Asked } from '../../history/asked.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { ProblemError } from '../../problem.ts';
import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import { rollback as declaration } from '../declaration/rollback.ts';
import { typedWords } from '../declaration/typed.ts';
import { isSaid, lineThere, REACHING } from '../resuming/asked-for.ts';

type RollbackOptions = Values<(typeof declaration)['options']>;

/**
 * The options of a rollback. Without `-i` hosts are found and reached as in its run, whose paths are seen from the
 * folder that it was started in: throws ProblemError in another one.
 */
export function asThere(
  given: RollbackOptions,
  { run, asked }: { run: RunSummary; asked: Asked | undefined },
  io: Io,
): RollbackOptions {
  if (given.inventory.length > 0) return given;
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
