import { describe, expect, it } from 'vitest';
import { group } from '../../src/modules/group.ts';
import { argvs, ask, trial } from './trial.ts';

const LOGIN = {
  session: { client: '192.0.2.9', links: ['eth0'] },
  login: { name: 'operator', groups: ['operator', 'sudo'] },
};

describe('a group', () => {
  it.each([
    [{}, false, null, ['groupadd', 'lab']],
    [{ system: true, gid: 400 }, false, null, ['groupadd', '-r', '-g', '400', 'lab']],
    [{ gid: 400 }, true, 300, ['groupmod', '-g', '400', 'lab']],
    [{ state: 'absent' as const }, true, 300, ['groupdel', 'lab']],
  ])('that %j asks for is brought about', (more, exists, number, argv) => {
    const found = trial(group, { name: 'lab', ...more }, { exists, number, ...LOGIN } as never);
    expect(argvs(found.steps)).toEqual([argv]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it.each([
    [{}, true, 300],
    [{ gid: 300 }, true, 300],
    [{ state: 'absent' as const }, false, null],
  ])('that is as %j asks needs nothing', (more, exists, number) => {
    expect(trial(group, { name: 'lab', ...more }, { exists, number, ...LOGIN } as never).differences).toEqual(
      [],
    );
  });

  it('is read on this machine', () => {
    const { exists, number } = group.observe(group.args.parse({ name: 'root', gid: 0 }));
    expect([ask(exists), number && ask(number)]).toEqual([true, 0]);
    expect(ask(group.observe(group.args.parse({ name: 'no-such-group' })).exists)).toBe(false);
  });
});

it('a group that the operator is in goes under a guard', () => {
  const gone = (name: string) =>
    trial(group, { name, state: 'absent' }, { exists: true, ...LOGIN } as never).plan.changes[0]?.impact
      .disruption;
  expect([gone('sudo'), gone('lab')]).toEqual(['management', 'none']);
});
