import { printable } from './printable.ts';

/** What helps after a run, as a command to copy. */
export interface NextStep {
  /** What it is for: `To go on with hosts that were not done`. */
  why: string;
  /** For a shell; one line. */
  command: string;
}

/** Each on a line of its own below what it is for. */
export function nextLines(steps: readonly NextStep[]): string[] {
  return steps.flatMap(({ why, command }) => [`${why}:`, `    ${printable(command)}`]);
}
