import type { Asked } from '../../history/asked.ts';
import { askedOf } from '../../history/questions/resumable.ts';
import { type RunThatWrote, rollbackOf, runToRollBack } from '../../history/questions/run-to-roll-back.ts';
import { listed, ranges } from '../../report/fold.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { RunRequest } from '../../run-request.ts';
import { defineCommand, type Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import { rollback as declaration } from '../declaration/rollback.ts';
import { NO_FILES } from '../declaration/shared-options.ts';
import { typedWords } from '../declaration/typed.ts';
import { execute } from '../execution/execute.ts';
import { historyToRead } from '../execution/history-to-read.ts';
import type { Commands } from '../execution/next-steps.ts';
import { reportNothing } from '../execution/report-nothing.ts';
import { requestOf } from '../request/request.ts';
import { withoutValues } from '../request/shown-vars.ts';
import { askedFor } from '../resuming/asked-for.ts';
import { asThere } from './as-there.ts';
import { resolveRollback } from './resolve-rollback.ts';
import type { StoppedWave } from './wave.ts';

type RollbackOptions = Values<(typeof declaration)['options']>;

/** The exit code where a conflict was left alone: not all of the run is rolled back. */
const CONFLICT = 2;

export const rollback = defineCommand(
  declaration,
  async (given, io, word) => {
    const { asked: as, ...of } = await runNamed(word ?? 'last', given.history, io);
    const options = asThere(given, { run: of.run, asked: as }, io);
    return rollBack(of, options, await requestOf([], { ...options, tags: [], skipTags: [] }, io), io);
  },
  (options, io) => reportNothing(options.check ? 'check' : 'apply', options, io),
);

/** Brings hosts of a run back to what they were before it, and resolves to the exit code. */
async function rollBack(
  of: RunThatWrote,
  options: RollbackOptions,
  asked: Omit<RunRequest, 'mode' | 'partial'>,
  io: Io,
): Promise<number> {
  const name = rollbackOf(of.run.number);
  const request: RunRequest = {
    ...asked,
    selection: { ...asked.selection, playbooks: [name] },
    mode: options.check ? 'check' : 'apply',
    partial: options.partial,
  };
  let isWhole = true;
  const commands: Commands = {
    again: (limit = options.limit) =>
      typedWords(declaration, [String(of.run.number)], {
        ...{ ...options, ...NO_FILES, limit },
        extraVars: withoutValues(options.extraVars),
      }),
  };
  const resolving = async () => {
    const terms = {
      play: `Rollback of run ${of.run.number}`,
      consent: options.disruption,
      force: options.force,
      inWaves: !options.allAtOnce,
    };
    const { resolved, notes, conflicts } = await resolveRollback(of, terms, request, io);
    if (notes.length > 0) io.err(formatWarnings(notes, io));
    isWhole = conflicts === 0 || options.force;
    return resolved;
  };
  const head = { asked: askedFor(options, { extraVars: Object.keys(asked.selection.extraVars) }, io) };
  const code = await execute(request, { ...options, commands, head }, io, { resolving });
  return code === 0 && !isWhole ? CONFLICT : code;
}

/**
 * Rolls back a wave behind which the rollout of a run stopped, over the connections and with the history of that run.
 * What the run was allowed to disturb, its rollback is. Text on standard output is only text.
 */
export async function rollBackWave(
  { run, hosts }: StoppedWave,
  options: Pick<
    RollbackOptions,
    'history' | 'diff' | 'verbose' | 'expand' | 'format' | 'extraVars' | 'inventory'
  >,
  { selection, connection, owner }: RunRequest,
  io: Io,
): Promise<number> {
  const limit = hosts.join(',');
  const { asked: _, ...of } = await runNamed(run, options.history, io);
  const chosen = { ...selection, limit, limitSets: undefined, tags: [], skipTags: [] };
  const terms = { limit, disruption: 'link', allAtOnce: true, format: 'text' } as const;
  const values = { ...DEFAULTS, ...options, ...NO_FILES, ...terms };
  const out = options.format === 'text' ? io.out : io.err;
  out(
    `\nA rollout stopped after this wave, and on_failure of its play says rollback: ${listed(ranges(hosts), io.width)}\n\n`,
  );
  return rollBack(of, values, { selection: chosen, connection, owner }, { ...io, out });
}

const DEFAULTS = Object.fromEntries(
  Object.entries(declaration.options).map(([name, { initial }]) => [name, initial]),
) as RollbackOptions;

async function runNamed(
  word: string,
  place: string | undefined,
  io: Io,
): Promise<RunThatWrote & { asked: Asked | undefined }> {
  const history = await historyToRead(place, io);
  try {
    const named = await runToRollBack(history, word);
    return { ...named, asked: await askedOf(history, named.run.number) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  } finally {
    await history.destroy();
  }
}
