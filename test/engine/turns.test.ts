import { expect, it } from 'vitest';
import { reasonToEnd, turnsOf } from '../../src/engine/turns.ts';
import type { ResolvedPlay } from '../../src/playbook/resolve/resolved-play.ts';
import { resolved } from '../playbook/project.ts';

const JOINED = ['c', 'a'].map((host) => ({ host, group: 'made', parents: ['all'] }));

function late(own: string): ResolvedPlay {
  const { plays, problems } = resolved(`- hosts: all
  gather_facts: no
  tasks: [{ group_by: { key: made } }]
- hosts: made
  gather_facts: no
${own}  tasks: [{ say: x }]
`);
  expect(problems).toEqual([]);
  return plays[1] as ResolvedPlay;
}

it('serial of a play of a group that was made meanwhile makes batches of those that joined it', () => {
  const play = late('  name: late\n  serial: 1\n');
  expect(turnsOf(play, JOINED)).toEqual([
    { members: ['c'], batch: ['c', 'b'], where: 'Batch 1 of 2 of play "late"' },
    { members: ['a'], batch: ['a'], where: 'Batch 2 of 2 of play "late"' },
  ]);
});

it('where nobody joined it, all pass by', () => {
  expect(turnsOf(late('  serial: 1\n'), [])).toEqual([{ members: [], batch: ['c', 'a', 'b'] }]);
});

it('without serial there is one batch; a play of hosts that are known has no others', () => {
  expect(turnsOf(late(''), JOINED)).toEqual([{ members: ['c', 'a'], batch: ['c', 'a', 'b'] }]);
  const { plays } = resolved('- hosts: web\n  serial: 1\n  tasks: [{ say: x }]\n');
  expect(turnsOf(plays[0] as ResolvedPlay, [])).toMatchObject([
    { members: ['a'], batch: ['a'] },
    { members: ['b'], batch: ['b'] },
  ]);
});

it.each([
  [
    '  name: late\n  max_fail_percentage: 49\n',
    1,
    'Play "late" failed on 1 of its 2 hosts, more than it allows.',
  ],
  ['  name: late\n  max_fail_percentage: 50\n', 1, undefined],
  [
    '  name: late\n  any_errors_fatal: yes\n',
    1,
    'Play "late" failed on 1 of its 2 hosts, more than it allows.',
  ],
  ['  name: late\n', 2, undefined],
])('%j after %i failures', (own, failed, expected) => {
  expect(reasonToEnd({ failed, all: 2 }, undefined, late(own))).toBe(expected);
});
