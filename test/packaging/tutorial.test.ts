import { expect, it } from 'vitest';
import { tutorial } from '../../packaging/tutorial.ts';

it('the steps of the tutorial are those that a reader types, for the host that is named', () => {
  const { playbook, lines } = tutorial('hv07');
  expect(playbook).toContain('name: default');
  expect(lines).toContainEqual({ line: 'virtfleet show hv07/default -i hosts.ini', code: 0 });
  const drift = lines.filter(({ line }) => line.startsWith('virtfleet drift'));
  expect(drift.map(({ code }) => code)).toEqual([3, 0]);
});
