import { readWaivers, type Waiver } from '../../drift/waiver-file.ts';
import type { Waivers } from '../../drift/waivers.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Resolved } from '../../resolve.ts';

/**
 * The waivers of a file that are about drift, or about an audit: these name a rule. `select` knows the hosts of an
 * inventory, `now` is in milliseconds since 1970. Throws ProblemError.
 */
export function waiversIn(
  path: string,
  select: Resolved['select'],
  { now, of }: { now: number; of: 'drift' | 'audit' },
): Waivers {
  const wrong: Problem[] = [];
  const own = readWaivers(path).filter(({ rule }) => (rule !== undefined) === (of === 'audit'));
  const all = own.map((waiver) => {
    const { names, problems } = select(waiver.hosts);
    wrong.push(...problems.map((problem) => ({ ...problem, place: waiver.place })));
    return { waiver: meant(waiver), hosts: new Set(names) };
  });
  if (wrong.length > 0) throw new ProblemError(wrong);
  return { all, met: new Set(), today: new Date(now).toISOString().slice(0, 10) };
}

/** Of an audit the rule is what is waived of a resource. */
function meant(waiver: Waiver): Waiver {
  return waiver.rule === undefined ? waiver : { ...waiver, what: waiver.rule };
}
