import { defineCommand } from './command.ts';
import { run as declaration } from './declaration/run.ts';
import { FILE_OPTIONS } from './declaration/shared-options.ts';
import { typedWords } from './declaration/typed.ts';
import { execute } from './execution/execute.ts';
import type { Again } from './execution/next-steps.ts';
import { listRun } from './listing.ts';
import { requestOf } from './request/request.ts';

export const run = defineCommand(declaration, async (options, io, ...playbooks) => {
  const request = await requestOf(playbooks, options, io);
  const listing = options.listHosts || options.listTasks || options.syntaxCheck;
  if (listing) return listRun(request, options, io);
  const mode = options.check ? 'check' : 'apply';
  const again: Again = (limit = options.limit) =>
    typedWords(declaration, playbooks, { ...options, ...WITHOUT_FILES, limit });
  return execute({ ...request, mode, partial: options.partial }, { ...options, again }, io);
});

/** What another run does not write over. */
const WITHOUT_FILES = Object.fromEntries(Object.keys(FILE_OPTIONS).map((name) => [name, undefined]));
