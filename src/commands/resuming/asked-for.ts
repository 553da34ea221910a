import { isDeepStrictEqual } from 'node:util';
import type { Asked } from '../../history/asked.ts';
import { processOf } from '../../history/running.ts';
import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import { run as declaration } from '../declaration/run.ts';
import { typedWords } from '../declaration/typed.ts';

export type RunOptions = Values<(typeof declaration)['options']>;

/** Options that say what a run does, and as whom. None of them holds a secret, at most where it is. */
export const KEPT = [
  ...(['inventory', 'limit', 'tags', 'skipTags', 'startAtTask', 'partial', 'forceHandlers'] as const),
  ...(['vaultPasswordFiles', 'vaultIds', 'askVaultPass'] as const),
  ...(['become', 'user', 'privateKey', 'askPass', 'askBecomePass'] as const),
] satisfies readonly (keyof RunOptions)[];

/** Whether an option was given. */
export function isSaid(name: keyof RunOptions, options: RunOptions): boolean {
  return !isDeepStrictEqual(options[name], declaration.options[name].initial);
}

/** What is kept of a run so that `--resume` can go on with it; `extraVars` are the names of those of `-e`. */
export function askedFor(
  options: RunOptions,
  extraVars: readonly string[],
  { folder, pid }: Pick<Io, 'folder' | 'pid'>,
): Asked {
  const said = KEPT.filter((name) => isSaid(name, options));
  return {
    folder,
    by: processOf(pid),
    extraVars,
    options: Object.fromEntries(said.map((name) => [name, options[name]])),
  };
}

/** The words behind `virtfleet` that go on with a run. */
export function resumeWords(
  run: number,
  values: Partial<Pick<RunOptions, 'extraVars' | 'history'>>,
): string[] {
  const [name = '', ...rest] = typedWords(declaration, [], values);
  return [name, '--resume', String(run), ...rest];
}
