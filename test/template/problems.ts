import { type Problem, ProblemError } from '../../src/problem.ts';

/** The problems that `work` ends with; it must end with some. */
export function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('nothing was found wrong');
}

/** Problems in one line each: `code line:column+length`. */
export function brief(problems: readonly Problem[]): string[] {
  return problems.map(({ code, place }) => `${code} ${place?.line}:${place?.column}+${place?.length ?? 1}`);
}
