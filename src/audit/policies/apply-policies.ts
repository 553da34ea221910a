import { type Problem, ProblemError } from '../../problem.ts';
import { located } from '../../template/fault.ts';
import type { AuditFinding } from '../finding.ts';
import type { Fleet } from '../host-model.ts';
import type { PlayFacts } from '../plays.ts';
import { namesFor, type Policy } from './policy.ts';
import { subjectsIn } from './subjects.ts';

/**
 * What the policies of a site find. Throws ProblemError for policies that cannot be decided, with a problem for each: a
 * wrong expression is wrong of every object that it looks at.
 */
export function policyFindings(
  policies: readonly Policy[],
  fleet: Fleet,
  plays: readonly PlayFacts[],
): AuditFinding[] {
  const problems: Problem[] = [];
  const findings = policies.flatMap((policy) => {
    const undecided: { of: string; problems: readonly Problem[] }[] = [];
    const found = subjectsIn(fleet, plays, policy.for).flatMap(({ host, object, values }): AuditFinding[] => {
      try {
        const evidence = decide(policy, values);
        const { id, severity, summary, text, todo } = policy;
        const why = `policies.yaml says: ${text}`;
        return evidence === undefined
          ? []
          : [{ rule: id, severity, summary, host, object, evidence, why, todo }];
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        undecided.push({ of: `${object} of ${host}`, problems: error.problems });
        return [];
      }
    });
    problems.push(...firstOf(undecided));
    return found;
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return findings;
}

/** What is wrong of the first object, and of how many others something is. */
function firstOf(undecided: readonly { of: string; problems: readonly Problem[] }[]): Problem[] {
  const [first, ...others] = undecided;
  if (!first) return [];
  const more = others.length === 0 ? '' : `, and of ${others.length} more`;
  return first.problems.map((problem) => ({
    ...problem,
    detail: [problem.detail, `Seen of ${first.of}${more}.`].filter(Boolean).join(' '),
  }));
}

/** The message of a policy that does not hold; undefined where it holds. Throws ProblemError. */
export function decide(policy: Policy, values: Readonly<Record<string, unknown>>): string | undefined {
  const { expression, message, place, text } = policy;
  const known = namesFor(policy.for);
  const holds = located(text, place, () => expression.evaluate(values, known));
  if (typeof holds !== 'boolean')
    throw new ProblemError([
      {
        code: 'policy-not-boolean',
        summary: 'A policy is neither true nor false',
        detail: `It comes to ${JSON.stringify(holds)}.`,
        place,
        hint: 'Compare it, for example network.autostart == true.',
      },
    ]);
  return holds ? undefined : String(message.evaluate(values, known));
}
