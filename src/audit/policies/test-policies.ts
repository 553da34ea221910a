import { type Place, ProblemError } from '../../problem.ts';
import { decide } from './apply-policies.ts';
import type { Policy, PolicyTest } from './policy.ts';

/** How one test of a policy ended. */
export interface PolicyTestResult {
  policy: string;
  /** Its name, or where it stands among the tests of the policy: `test 2`. */
  name: string;
  place: Place;
  /** Why it failed; absent where it passed. */
  failure?: string;
}

/** Runs the tests that stand beside policies. */
export function testPolicies(policies: readonly Policy[]): PolicyTestResult[] {
  return policies.flatMap((policy) =>
    policy.tests.map((one, index) => {
      const failure = failureOf(policy, one);
      const name = one.name ?? `test ${index + 1}`;
      return { policy: policy.id, name, place: one.place, ...(failure !== undefined && { failure }) };
    }),
  );
}

function failureOf(policy: Policy, { finds, values }: PolicyTest): string | undefined {
  try {
    const said = decide(policy, values);
    if (finds === false) return said === undefined ? undefined : `It finds: ${said}`;
    if (said === undefined) return 'It finds nothing.';
    return finds === true || said === finds ? undefined : `It says: ${said}`;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems
      .map(({ summary, detail }) => [summary, detail].filter(Boolean).join(': '))
      .join('; ');
  }
}
