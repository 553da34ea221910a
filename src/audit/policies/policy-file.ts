import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { parseExpression } from '../../template/expression/expression.ts';
import { located } from '../../template/fault.ts';
import { compileText, type Names } from '../../template/interpolation/text.ts';
import { locatedIssues } from '../../yaml/located-issues.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import { namesFor, type Policy, type PolicyTest, SUBJECTS } from './policy.ts';

const values = Object.fromEntries(
  SUBJECTS.map((kind) => [kind, z.record(z.string(), z.unknown()).optional()]),
);
const test = z.strictObject({
  name: z.string().min(1).optional(),
  finds: z.union([z.boolean(), z.string()]),
  ...values,
});
const policy = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single dashes'),
  severity: z.enum(['error', 'warning']),
  for: z.enum(SUBJECTS),
  expression: z.string().min(1),
  message: z.string().min(1),
  summary: z.string().min(1).optional(),
  todo: z.string().min(1).optional(),
  tests: z.array(test).default([]),
});

/**
 * The policies of a file; none where there is no such file. `taken` are the ids that they cannot have.
 * Throws ProblemError with all that is wrong in it.
 */
export function readPolicies(path: string, taken: readonly string[]): Policy[] {
  if (!existsSync(path)) return [];
  const file = readYaml(readFileSync(path, 'utf8'), path);
  if (file.problems.length > 0) throw new ProblemError(file.problems);
  const value = file.value ?? [];
  if (!Array.isArray(value))
    throw new ProblemError([wrong('It is a list of policies, each beginning with "- ".', file.placeOf([]))]);
  const problems: Problem[] = [];
  const ids = new Set(taken);
  const policies = value.flatMap((one: unknown, index): Policy[] => {
    try {
      const read = policyOf(one, index, file);
      if (ids.has(read.id))
        throw new ProblemError([wrong(`There is a rule ${read.id} already.`, file.placeOf([index, 'id']))]);
      ids.add(read.id);
      return [read];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return policies;
}

function policyOf(one: unknown, index: number, file: YamlFile): Policy {
  const result = policy.safeParse(one);
  if (!result.success)
    throw new ProblemError(
      locatedIssues(result.error, file, [index]).map(({ at, unknown, message, place }) => {
        const name = at.join('.');
        return wrong(
          unknown === undefined ? [name, message].filter(Boolean).join(': ') : `A policy has no ${unknown}.`,
          place,
        );
      }),
    );
  const { id, severity, for: kind, expression: text, message: said, summary, todo, tests } = result.data;
  const place = file.placeOf([index, 'expression']);
  const expression = located(text, place, () => parseExpression(text));
  // It is read by people: what looks like XML in it is none.
  const message = compileText(said, file.placeOf([index, 'message']), 'text');
  const known = namesFor(kind);
  const strange = [
    strangers(expression, known, place),
    strangers(message, known, file.placeOf([index, 'message'])),
  ].flat();
  if (strange.length > 0) throw new ProblemError(strange);
  return {
    ...{ id, severity, for: kind, text, expression, message, place },
    summary: summary ?? `A policy of this site: ${text}`,
    todo: todo ?? 'See policies.yaml.',
    tests: tests.map((each, at) => testOf(each, file.placeOf([index, 'tests', at]))),
  };
}

function testOf({ name, finds, ...given }: z.output<typeof test>, place: Place): PolicyTest {
  return { name, finds, values: given, place };
}

/** Names that a policy of this kind does not see. */
function strangers({ roots }: Names, known: readonly string[], place: Place): Problem[] {
  return roots
    .filter((name) => !known.includes(name))
    .map((name) => wrong(`There is no ${name} here: this policy sees ${known.join(' and ')}.`, place));
}

function wrong(detail: string, place: Place): Problem {
  return {
    code: 'policy',
    summary: 'A policy cannot be read',
    detail,
    place,
    hint: 'A policy has id, severity, for, expression and message; summary, todo and tests are optional.',
  };
}
