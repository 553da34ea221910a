import { defineCommand } from './command.ts';
import { run as declaration } from './declaration/run.ts';
import { execute } from './execution/execute.ts';
import { listRun } from './listing.ts';
import { requestOf } from './request/request.ts';

export const run = defineCommand(declaration, async (options, io, ...playbooks) => {
  const request = await requestOf(playbooks, options, io);
  const listing = options.listHosts || options.listTasks || options.syntaxCheck;
  if (listing) return listRun(request, options, io);
  const mode = options.check ? 'check' : 'apply';
  return execute({ ...request, mode, partial: options.partial }, options, io);
});
