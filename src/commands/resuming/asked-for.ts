import { isDeepStrictEqual } from 'node:util';
import type { Asked } from '../../history/asked.ts';
import { processOf } from '../../history/running.ts';
import { quote } from '../../plan/quote.ts';
import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import { run as declaration } from '../declaration/run.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import { historyOf } from '../execution/recording.ts';

export type RunOptions = Values<(typeof declaration)['options']>;

/** Options that say how hosts are reached, and with which passwords. */
export const REACHING = [
  ...(['vaultPasswordFiles', 'vaultIds', 'askVaultPass'] as const),
  ...(['become', 'user', 'privateKey', 'askPass', 'askBecomePass'] as const),
] satisfies readonly (keyof RunOptions)[];

/** Options that say what a run does, and as whom. None of them holds a secret, at most where it is. */
export const KEPT = [
  ...(['inventory', 'limit', 'tags', 'skipTags', 'startAtTask', 'partial', 'forceHandlers'] as const),
  ...REACHING,
] satisfies readonly (keyof RunOptions)[];

/** The options of a run that it is gone on with; whatever else is kept of it counts for nothing. */
export function keptOf({ options }: Pick<Asked, 'options'>): Partial<RunOptions> {
  return Object.fromEntries(KEPT.flatMap((name) => (name in options ? [[name, options[name]]] : [])));
}

/** Whether an option was given; a command that has no such option cannot be given it. */
export function isSaid(name: keyof RunOptions, options: Partial<RunOptions>): boolean {
  return options[name] !== undefined && !isDeepStrictEqual(options[name], declaration.options[name].initial);
}

/** What is kept of a run so that `--resume` can go on with it, and `rollback` finds its hosts. */
export function askedFor(
  options: Partial<RunOptions>,
  given: Pick<Asked, 'extraVars' | 'extraValues'>,
  { folder, pid }: Pick<Io, 'folder' | 'pid'>,
): Asked {
  const said = KEPT.filter((name) => isSaid(name, options));
  return {
    folder,
    by: processOf(pid),
    ...given,
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

/** A line to copy that starts a command in the folder of a run: a relative path to the history leads elsewhere there. */
export function lineThere(
  { folder }: Pick<Asked, 'folder'>,
  words: (history: string | undefined) => readonly string[],
  written: string | undefined,
  io: Io,
): string {
  const place = historyOf(written, io);
  const history = written !== undefined && place.kind === 'file' ? place.path : written;
  return `cd ${quote([folder])} && ${typedLine(words(history))}`;
}
