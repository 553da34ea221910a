import type { Command } from '../../src/commands/command.ts';
import { commands as looking } from '../../src/commands/looking.ts';
import { commands as aboutPlaybooks } from '../../src/commands/playbooks.ts';

/** All that `virtfleet` can be told to do. */
export const VERBS: readonly Command[] = Object.values({ ...aboutPlaybooks, ...looking });
