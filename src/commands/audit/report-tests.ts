import { existsSync } from 'node:fs';
import type { Policy } from '../../audit/policies/policy.ts';
import { testPolicies } from '../../audit/policies/test-policies.ts';
import { counted } from '../../report/fold.ts';
import { formatProblems } from '../../report/problems.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';

/** Runs the tests of policies and prints what failed. Resolves to the exit code: 2 where a test failed. */
export function reportTests(policies: readonly Policy[], path: string, io: Io): number {
  if (policies.length === 0)
    throw new UsageError(
      existsSync(path)
        ? `${path} has no policies.`
        : `there is no ${path}. Policies stand beside the playbook, or in this folder where none is named.`,
    );
  const results = testPolicies(policies);
  const failed = results.flatMap(({ policy, name, place, failure }) =>
    failure === undefined
      ? []
      : [
          {
            code: 'policy-test',
            summary: 'A test of a policy failed',
            detail: `${policy}, ${name}: ${failure}`,
            place,
          },
        ],
  );
  if (failed.length > 0) io.err(formatProblems(failed, io));
  const without = policies.filter(({ tests }) => tests.length === 0).map(({ id }) => id);
  const passed = results.length - failed.length;
  io.out(
    `${policies.length === 1 ? '1 policy' : `${policies.length} policies`}: ${passed} of ${counted(results.length, 'test')} passed.\n`,
  );
  if (without.length > 0) io.out(`Without a test: ${without.join(', ')}.\n`);
  return failed.length > 0 ? 2 : 0;
}
