import { isDeepStrictEqual } from 'node:util';
import type { Asked } from '../../history/asked.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { quote } from '../../plan/quote.ts';
import { ProblemError } from '../../problem.ts';
import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import { rollback as declaration } from '../declaration/rollback.ts';

type RollbackOptions = Values<(typeof declaration)['options']>;

/** Options that say where hosts are and how they are reached: a rollback has them of its run. */
const SAME = [
  ...(['vaultPasswordFiles', 'vaultIds', 'askVaultPass'] as const),
  ...(['become', 'user', 'privateKey', 'askPass', 'askBecomePass'] as const),
] satisfies readonly (keyof RollbackOptions)[];

/**
 * The options of a rollback. Without `-i` hosts are found and reached as in its run, whose paths are seen from the
 * folder that it was started in: throws ProblemError in another one.
 */
export function asThere(
  given: RollbackOptions,
  { run, asked }: { run: RunSummary; asked: Asked | undefined },
  { folder }: Pick<Io, 'folder'>,
): RollbackOptions {
  if (given.inventory.length > 0) return given;
  if (asked && asked.folder !== folder) throw elsewhere(run.number, asked.folder);
  const notSaid = SAME.filter((name) => isDeepStrictEqual(given[name], declaration.options[name].initial));
  const same = notSaid.flatMap((name) => {
    const value = asked?.options[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...given, ...Object.fromEntries(same), inventory: run.inventory };
}

function elsewhere(run: number, folder: string): ProblemError {
  return new ProblemError([
    {
      code: 'other-folder',
      summary: `Run ${run} was started in another folder`,
      detail: 'Its inventory is seen from there. Start the rollback there, or give an inventory with -i.',
      command: `cd ${quote([folder])} && virtfleet rollback ${run}`,
    },
  ]);
}
