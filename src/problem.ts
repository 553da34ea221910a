/** A span in a text the user wrote. Lines and columns count from 1; `source` is the whole text of the file. */
export interface Place {
  file: string;
  line: number;
  column: number;
  /** Characters to underline; 1 when unknown. */
  length?: number;
  source?: string;
}

/**
 * Something wrong in the user's files or options.
 * A problem is a value: it is collected with all the others and shown before any host is contacted.
 */
export interface Problem {
  /** Stable and kebab-case: what programs and tests compare. */
  code: string;
  /** A fixed short sentence without the user's names. */
  summary: string;
  /** What exactly, and why it is wrong. */
  detail?: string;
  place?: Place;
  /** Where tasks ask for the file of `place`. */
  usedAt?: readonly Place[];
  /** What to do, in one sentence. */
  hint?: string;
  /** A command to copy; it is printed alone on its line. */
  command?: string;
  /** The hosts that have it; absent if all do. */
  hosts?: string[];
}

/** Carries problems out of a phase that cannot go on. Anything else that is thrown is a bug. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.summary}: ${problem.detail ?? ''}`).join('\n'));
    this.problems = problems;
  }
}
