import { type Place, type Problem, ProblemError } from '../problem.ts';

/** Runs `work` for a task; what it finds wrong in another file than that of the task names the task too. */
export function withOrigin<T>(task: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(error.problems.map((problem) => withUse(problem, task)));
  }
}

function withUse(problem: Problem, task: Place): Problem {
  const isElsewhere = problem.place !== undefined && problem.place.file !== task.file;
  return isElsewhere && !problem.usedAt ? { ...problem, usedAt: [task] } : problem;
}

/** All places of both, each once. */
export function joinedUses(
  { usedAt: some = [] }: Problem,
  { usedAt: more = [] }: Problem,
): Pick<Problem, 'usedAt'> {
  const places = new Map(
    [...some, ...more].map((each) => [`${each.file}:${each.line}:${each.column}`, each]),
  );
  return places.size > 0 ? { usedAt: [...places.values()] } : {};
}
