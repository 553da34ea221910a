import { ProblemError } from '../../problem.ts';
import { readFiles } from '../../read-files.ts';
import { defineCommand } from '../command.ts';
import { apply as declaration } from '../declaration/apply.ts';
import { execute } from '../execution/execute.ts';
import { historyOf } from '../execution/recording.ts';
import { pausingOf } from '../request/pausing.ts';
import { requestOf } from '../request/request.ts';
import { applyingPlan, plainProblems } from './applying.ts';
import { readPlan } from './plan-files.ts';

export const apply = defineCommand(declaration, async (options, io, path = '') => {
  const file = readPlan(path);
  const { plan } = file;
  readFiles.keep();
  const { playbooks, inventory, tags, skipTags, become, forceHandlers } = plan;
  const [limit, startAtTask] = [plan.limit ?? undefined, plan.startAtTask ?? undefined];
  const asPlanned = { inventory, limit, tags, skipTags, startAtTask, become, forceHandlers };
  const problems = plainProblems(file, io);
  if (problems.length > 0) throw new ProblemError(problems);
  const request = await requestOf(playbooks, { ...options, ...asPlanned }, io);
  const companion = applyingPlan(plan, request, historyOf(options.history, io), io);
  const shown = { ...options, exitCode: false };
  const pausing = pausingOf(options, io);
  return execute({ ...request, mode: 'apply', partial: false, pausing }, shown, io, { companion });
});
