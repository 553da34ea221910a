import { hiddenTexts } from '../../hidden-texts.ts';
import { type Problem, ProblemError } from '../../problem.ts';

/** Why files of a project cannot be used, a line for each reason, without secrets: they go into the database. */
export function faultsOf(error: unknown): string[] {
  const faults = error instanceof ProblemError ? error.problems.map(sentence) : [lineOf(error)];
  return faults.map((text) => hiddenTexts.conceal(text));
}

function sentence({ summary, detail = '', place }: Problem): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
  return `${where}${summary}${detail === '' ? '.' : `: ${detail}`}`.replaceAll('\n', ' ');
}

function lineOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.split('\n')[0] ?? '';
}

/** The same where it is said before the check is due. */
export function cannotBeDone(fault: string): string {
  return `it cannot be done: ${fault}`;
}

/** The first of some faults, and how many others there are. */
export function inShort([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} (and ${others.length} more)`;
}
