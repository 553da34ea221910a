import type { RunProcess } from './running.ts';

/** How a run was asked for, beside what its row says, so that it can be gone on with. Values of `-e` are not kept. */
export interface Asked {
  /** Where it was started: its paths are seen from there. */
  folder: string;
  by: RunProcess;
  /** Names of the variables of `-e`. */
  extraVars: readonly string[];
  /** Tells whether other values of them are the same: a salt, and what it makes of them slowly. */
  extraValues?: { salt: string; proof: string };
  /** Values of options by their names; what is not there was not said. */
  options: Readonly<Record<string, unknown>>;
  /** In a history that others may write to: tells that who began the run wrote all this. */
  seal?: string | undefined;
}

/** What a seal is of. */
export function sealedText(
  { id, playbooks, inventory }: { id: string; playbooks: readonly string[]; inventory: readonly string[] },
  { seal: _, ...asked }: Asked,
): string {
  return JSON.stringify([id, playbooks, inventory, asked]);
}
