import type { Command } from '../../src/commands/command.ts';
import { commands as inspecting } from '../../src/commands/main/inspecting.ts';
import { commands as playbooks } from '../../src/commands/main/playbooks.ts';
import { commands as running } from '../../src/commands/main/running.ts';

/** Every command, with its action. */
export const COMMANDS: readonly Command[] = Object.values({ ...running, ...playbooks, ...inspecting });
