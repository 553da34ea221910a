import { expect, it } from 'vitest';
import { turnsOf } from '../../../src/engine/rollout/turns.ts';
import type { ResolvedPlay } from '../../../src/playbook/resolve/resolved-play.ts';
import { resolved } from '../../playbook/project.ts';

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
    { members: ['c'], batch: ['c', 'b'] },
    { members: ['a'], batch: ['a'] },
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
