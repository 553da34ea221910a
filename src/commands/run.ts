import { readFiles } from '../read-files.ts';
import { defineCommand, type Io } from './command.ts';
import { UsageError } from './declaration/option.ts';
import { rollback } from './declaration/rollback.ts';
import { run as declaration } from './declaration/run.ts';
import { NO_FILES } from './declaration/shared-options.ts';
import { typedWords } from './declaration/typed.ts';
import { execute } from './execution/execute.ts';
import type { Commands } from './execution/next-steps.ts';
import { reportNothing } from './execution/report-nothing.ts';
import { listRun } from './listing.ts';
import { historyFor } from './request/history-for.ts';
import { pausingOf } from './request/pausing.ts';
import { requestOf } from './request/request.ts';
import { withoutValues } from './request/shown-vars.ts';
import { askedFor, type RunOptions, resumeWords } from './resuming/asked-for.ts';
import { givenVars } from './resuming/given-vars.ts';
import { loadRollback, StoppedWaves } from './rollback/stopped-wave.ts';
import { savingPlan } from './saved-plan/saving.ts';

export const run = defineCommand(declaration, runPlaybooks, (options, io) =>
  reportNothing(options.check ? 'check' : 'apply', options, io),
);

async function runPlaybooks(given: RunOptions, io: Io, ...words: string[]): Promise<number> {
  // A run that begins anew does without the questions to the history.
  const resuming = given.resume === undefined ? undefined : await import('./resuming/resume.ts');
  const resumption = await resuming?.resumptionOf(words, given, io);
  const { playbooks, options } = resumption ?? { playbooks: words, options: historyFor(given) };
  if (playbooks.length === 0) throw new UsageError('name a playbook, or a run with --resume.');
  if (options.snapshot !== undefined && (!options.check || options.plan !== undefined))
    throw new UsageError('--snapshot is for --check without --plan: nothing can be written to a snapshot.');
  if (options.plan !== undefined) readFiles.keep();
  const request = await requestOf(playbooks, options, io);
  const { extraVars } = request.selection;
  if (resumption) {
    const { sameExtraVars } = await import('./resuming/same-extra-vars.ts');
    await sameExtraVars(resumption, extraVars);
    io.err(resumption.notes);
  }
  const listing = options.listHosts || options.listTasks || options.syntaxCheck;
  if (listing) return listRun(request, options, io);
  if (options.plan !== undefined && (!options.check || resumption))
    throw new UsageError('--plan is for --check without --resume: the plan of a dry run is saved.');
  const mode = options.check ? 'check' : 'apply';
  const commands = commandsOf(playbooks, options);
  const vars = options.check ? { extraVars: Object.keys(extraVars) } : await givenVars(extraVars);
  const head = {
    asked: askedFor(options, vars, io),
    resumes: options.check ? undefined : resumption?.resumes,
  };
  const passed = resumption && { passed: resumption.passed };
  const { plan: path, planExpires: lasts, forceHandlers, partial } = options;
  const companion = path === undefined ? undefined : savingPlan(request, { path, lasts, forceHandlers }, io);
  const pausing = pausingOf(options, io);
  const waves = mode === 'apply' ? new StoppedWaves({ history: options.history }, io) : undefined;
  const running = { ...request, mode, partial, pausing, ...passed } as const;
  const code = await execute(running, { ...options, commands, head }, io, {
    companion: waves ?? companion,
  });
  if (waves?.stopped) {
    const { rollBackWave } = await loadRollback();
    await rollBackWave(waves.stopped, options, running, io);
  }
  return code;
}

/** What helps after a run that was asked for like this. */
function commandsOf(playbooks: readonly string[], options: RunOptions): Commands {
  const { history, limit: own } = options;
  const extraVars = withoutValues(options.extraVars);
  const same = { ...options, ...NO_FILES, extraVars, resume: undefined, plan: undefined };
  return {
    again: (limit = own) => typedWords(declaration, playbooks, { ...same, limit }),
    resume: (number) => resumeWords(number, { extraVars, history }),
    // It takes all else from the run.
    takeBack: (number) => typedWords(rollback, [String(number)], { history }),
  };
}
