import type { Command } from '../command.ts';
import { run } from '../run.ts';

export { runCommand } from '../line.ts';

/** The command that is waited for most often loads nothing of the others. */
export const commands: Readonly<Record<string, Command>> = { run };
