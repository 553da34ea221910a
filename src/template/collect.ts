/** An error that carries problems, such as ProblemError. */
type Carrier<P> = new (problems: readonly P[]) => Error & { readonly problems: readonly P[] };

/** Maps all of a list, so that the problems of all its items show at once; any other error ends it. */
export function collect<A, B, P>(list: Iterable<A>, map: (item: A) => B, carrier: Carrier<P>): B[] {
  const problems = new Set<P>();
  const mapped: B[] = [];
  for (const item of list) {
    try {
      mapped.push(map(item));
    } catch (error) {
      if (!(error instanceof carrier)) throw error;
      for (const problem of error.problems) problems.add(problem);
    }
  }
  if (problems.size > 0) throw new carrier([...problems]);
  return mapped;
}
