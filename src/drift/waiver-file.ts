import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Place, type Problem, ProblemError } from '../problem.ts';
import { locatedIssues } from '../yaml/located-issues.ts';
import { readYaml } from '../yaml/yaml.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;

const waiver = z.strictObject({
  hosts: z.string().min(1),
  resource: z.string().min(1),
  what: z.string().min(1).optional(),
  rule: z.string().min(1).optional(),
  reason: z.string().min(1),
  who: z.string().min(1),
  until: z.union([z.string(), z.date()]).transform(dayOf),
});

/** Something that may differ for a while: on which hosts, of which resource, and which difference. */
export interface Waiver extends Omit<z.output<typeof waiver>, 'what' | 'rule'> {
  /** Absent for all differences of the resource. */
  what?: string | undefined;
  /** The rule of `audit` whose findings are accepted; absent for what may differ. */
  rule?: string | undefined;
  /** The last day on which it counts: `2027-01-31`. */
  until: string;
  place: Place;
}

function dayOf(value: string | Date, context: z.RefinementCtx): string {
  const day = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (!DAY.test(day) || Number.isNaN(Date.parse(day)))
    context.addIssue({ code: 'custom', message: 'a day such as 2027-01-31' });
  return day;
}

/** The waivers of a file; none where there is no such file. Throws ProblemError with all that is wrong in it. */
export function readWaivers(path: string): Waiver[] {
  if (!existsSync(path)) return [];
  const file = readYaml(readFileSync(path, 'utf8'), path);
  if (file.problems.length > 0) throw new ProblemError(file.problems);
  const value = file.value ?? [];
  if (!Array.isArray(value))
    throw new ProblemError([
      { ...WRONG, detail: 'It is a list of waivers, each beginning with "- ".', place: file.placeOf([]) },
    ]);
  const problems: Problem[] = [];
  const waivers = value.flatMap((one: unknown, index): Waiver[] => {
    const result = waiver.safeParse(one);
    if (result.success) return [{ ...result.data, place: file.placeOf([index]) }];
    for (const { at, unknown, message, place } of locatedIssues(result.error, file, [index])) {
      const name = [...at, unknown ?? []].flat().join('.');
      problems.push({ ...WRONG, detail: detailOf(name, unknown !== undefined, message), place });
    }
    return [];
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return waivers;
}

const WRONG = {
  code: 'waiver',
  summary: 'A waiver cannot be read',
  hint: 'A waiver has hosts, resource, reason, who and until; what for one difference only, rule for what an audit finds.',
};

function detailOf(name: string, isUnknown: boolean, message: string): string {
  if (isUnknown) return `A waiver has no ${name}.`;
  return name === '' ? 'A waiver is a map.' : `${name}: ${message}.`;
}
