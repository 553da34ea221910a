import { type Problem, ProblemError } from '../problem.ts';
import { joinedUses } from './problem-origin.ts';

/** Problems while they are collected: the same one of many hosts is one. */
export class Findings {
  readonly #found = new Map<string, { problem: Problem; hosts: Set<string> | undefined }>();

  add(problems: Iterable<Problem>, host?: string): void {
    for (const problem of problems) {
      const key = keyOf(problem);
      const known = this.#found.get(key);
      const hosts = host === undefined ? problem.hosts : [host];
      if (known) known.problem = { ...known.problem, ...joinedUses(known.problem, problem) };
      if (!known) this.#found.set(key, { problem, hosts: hosts && new Set(hosts) });
      else if (hosts && known.hosts) for (const one of hosts) known.hosts.add(one);
      else known.hosts = undefined;
    }
  }

  /** Adds problems in the place of whatever else was found on their lines. */
  supersede(problems: readonly Problem[]): void {
    const lines = new Set(problems.map(({ place }) => place?.line));
    for (const [key, { problem }] of this.#found) if (lines.has(problem.place?.line)) this.#found.delete(key);
    this.add(problems);
  }

  /** Runs `work`; its problems are collected, and then it has no result. */
  try<T>(work: () => T, host?: string): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.add(error.problems, host);
      return undefined;
    }
  }

  /** Everything found; those that hold for all of `all` name no hosts. */
  list(all?: ReadonlySet<string>): Problem[] {
    return [...this.#found.values()].map(({ problem: { hosts: _, ...problem }, hosts }) => {
      const isForAll = !hosts || (all !== undefined && [...all].every((host) => hosts.has(host)));
      return isForAll ? problem : { ...problem, hosts: [...hosts] };
    });
  }
}

/** In the order of files, lines and columns; what has no place comes first. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(({ place: a }, { place: b }) => {
    if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b));
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

/** What makes two problems the same one. */
export function keyOf({ code, detail, place }: Problem): string {
  return JSON.stringify([code, detail, place?.file, place?.line, place?.column]);
}
