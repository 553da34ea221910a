import { expect, it } from 'vitest';
import { suspectOf } from '../../src/drift/suspect.ts';
import type { Witness } from '../../src/plan/evidence.ts';

const at = (hour: number) => `2026-11-27T${String(hour).padStart(2, '0')}:00:00.000Z`;
const sudo = (hour: number, who: string, what: string): Witness => ({
  at: at(hour),
  kind: 'sudo',
  who,
  what,
});
const DEED = { resource: 'network lab', task: 'Lab', run: 'r1', from: at(4), to: at(8) };

it('a command that names the resource comes before any other, and only within the time', () => {
  const all = [
    sudo(3, 'early', '/usr/bin/virsh net-edit lab'),
    sudo(5, 'bob', '/usr/bin/virsh net-edit lab'),
    sudo(6, 'carol', '/usr/sbin/ip link set dev eth3 down'),
    sudo(9, 'late', '/usr/bin/virsh net-edit lab'),
  ];
  expect(suspectOf(all, DEED)).toMatchObject({
    who: 'bob',
    what: '/usr/bin/virsh net-edit lab',
    certain: false,
  });
});

it('of another command only the program is repeated', () => {
  const all = [
    sudo(5, 'bob', '/usr/bin/virsh secret-set-value --base64 c2VjcmV0'),
    sudo(6, 'x', '/opt/app --password p'),
  ];
  expect(suspectOf(all, DEED)).toMatchObject({ who: 'bob', what: 'virsh' });
});

it('the last login is named where no command is', () => {
  const all: Witness[] = [{ at: at(5), kind: 'login', who: 'bob', what: 'from 192.0.2.9' }];
  expect(suspectOf(all, DEED)).toMatchObject({ who: 'bob', what: 'from 192.0.2.9' });
  expect(suspectOf(all, { ...DEED, from: at(6) })).toBeUndefined();
});

it('what Virtfleet rolled back is certain; another run of the task is not; the one that applied it is none', () => {
  const run = (hour: number, what: string, id = 'r2'): Witness => ({
    ...{ at: at(hour), kind: 'virtfleet', who: 'alice@laptop', byRoot: true, what, run: id },
  });
  expect(suspectOf([run(5, 'Lab: rolled back')], DEED)).toMatchObject({ who: 'alice@laptop', certain: true });
  expect(suspectOf([run(5, 'Lab')], DEED)).toMatchObject({ certain: false });
  expect(suspectOf([run(5, 'Lab', 'r1'), run(5, 'Other')], DEED)).toBeUndefined();
});
