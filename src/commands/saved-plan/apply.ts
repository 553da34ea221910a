import { ProblemError } from '../../problem.ts';
import { readFiles } from '../../read-files.ts';
import { defineCommand } from '../command.ts';
import { apply as declaration } from '../declaration/apply.ts';
import type { Values } from '../declaration/option.ts';
import { rollback } from '../declaration/rollback.ts';
import { run } from '../declaration/run.ts';
import { NO_FILES } from '../declaration/shared-options.ts';
import { typedWords } from '../declaration/typed.ts';
import { execute } from '../execution/execute.ts';
import type { Commands } from '../execution/next-steps.ts';
import { pausingOf } from '../request/pausing.ts';
import { requestOf } from '../request/request.ts';
import { withoutValues } from '../request/shown-vars.ts';
import { askedFor } from '../resuming/asked-for.ts';
import { rollBackWave } from '../rollback/rollback.ts';
import { StoppedWaves } from '../rollback/stopped-wave.ts';
import { applyingPlan, plainProblems } from './applying.ts';
import { readPlan } from './plan-files.ts';

export const apply = defineCommand(declaration, async (given, io, path = '') => {
  const file = readPlan(path);
  const { plan } = file;
  readFiles.keep();
  const { playbooks, inventory, tags, skipTags, become, forceHandlers } = plan;
  const [limit, startAtTask] = [plan.limit ?? undefined, plan.startAtTask ?? undefined];
  const asPlanned = { inventory, limit, tags, skipTags, startAtTask, become, forceHandlers };
  const problems = plainProblems(path, file, io);
  if (problems.length > 0) throw new ProblemError(problems);
  const options = { ...given, ...asPlanned };
  const request = await requestOf(playbooks, options, io);
  const companion = applyingPlan(plan, request, given.history, io);
  const head = { asked: askedFor(options, { extraVars: plan.extraVars }, io) };
  const shown = { ...given, exitCode: false, head, commands: commandsOf(path, playbooks, options) };
  const waves = new StoppedWaves({ history: given.history, beside: companion }, io);
  const running = { ...request, mode: 'apply', partial: false, pausing: pausingOf(given, io) } as const;
  const code = await execute(running, shown, io, { companion: waves });
  if (waves.stopped) await rollBackWave(waves.stopped, options, running, io);
  return code;
});

type Options = Values<(typeof declaration)['options']> & Partial<Values<(typeof run)['options']>>;

/** What helps after a plan was applied: it is done once, so that what is left needs a new one. */
function commandsOf(path: string, playbooks: readonly string[], options: Options): Commands {
  const same = { ...options, ...NO_FILES, extraVars: withoutValues(options.extraVars) };
  return {
    again: (limit = options.limit) =>
      typedWords(run, playbooks, { ...same, limit, check: true, plan: path, step: false, yes: false }),
    // It takes all else from the run.
    takeBack: (number) => typedWords(rollback, [String(number)], { history: options.history }),
  };
}
