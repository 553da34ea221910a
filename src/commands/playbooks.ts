import type { Command } from './command.ts';
import { drift } from './drift.ts';
import { functions } from './functions.ts';
import { keywords } from './keywords.ts';
import { modules } from './modules.ts';
import { render } from './render.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';

export { runCommand } from './line.ts';

/** The verbs that are about playbooks. */
export const commands: Readonly<Record<string, Command>> = {
  drift,
  functions,
  keywords,
  modules,
  render,
  run,
  schema,
};
