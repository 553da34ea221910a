import { expect, it } from 'vitest';
import { Failures } from '../../../src/engine/rollout/failures.ts';
import { resolved } from '../../playbook/project.ts';

/** Why nothing starts in a play of 10 hosts after so many failures. */
function why(own: string, failed: number): string | undefined {
  const { plays, problems } = resolved(`- hosts: all\n  name: Networks\n${own}  tasks: [{ say: x }]\n`);
  expect(problems).toEqual([]);
  const failures = new Failures(plays[0] ?? { name: '' }, 10);
  for (let number = 0; number < failed; number += 1) failures.add(`hv${number}`);
  return failures.why;
}

it.each([
  ['  max_fail_percentage: 10\n', 1, undefined],
  ['  max_fail_percentage: 10\n', 2, 2],
  ['  max_fail_percentage: 0\n', 0, undefined],
  ['  max_fail_percentage: 0\n', 1, 1],
  ['  max_fail: 2\n', 2, undefined],
  ['  max_fail: 2\n', 3, 3],
  ['  max_fail: 0\n', 1, 1],
  // The one that is exceeded first counts.
  ['  max_fail: 5\n  max_fail_percentage: 20\n', 3, 3],
  ['  max_fail: 1\n  max_fail_percentage: 50\n', 2, 2],
  ['  any_errors_fatal: yes\n', 1, 1],
  ['  any_errors_fatal: yes\n  max_fail: 5\n', 1, 1],
  ['', 10, undefined],
])('%j after %i failures', (own, failed, told) => {
  expect(why(own, failed)).toBe(
    told && `Play "Networks" failed on ${told} of its 10 hosts, more than it allows.`,
  );
});

it('a host that fails twice counts once', () => {
  const failures = new Failures({ name: 'p', budget: { hosts: 1 } }, 4);
  for (const host of ['a', 'a']) failures.add(host);
  expect(failures.why).toBeUndefined();
  expect(failures.among(['b', 'a'])).toEqual(['a']);
});
