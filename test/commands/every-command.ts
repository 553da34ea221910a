import type { Command } from '../../src/commands/command.ts';
import { commands as inspecting } from '../../src/commands/inspecting.ts';
import { commands as playbooks } from '../../src/commands/playbooks.ts';
import { commands as running } from '../../src/commands/running.ts';

/** Every command, with its action. */
export const COMMANDS: readonly Command[] = Object.values({ ...running, ...playbooks, ...inspecting });
