import { expect, it } from 'vitest';
import { modeAfter } from '../../src/host/owned-path.ts';
import { mode } from '../../src/modules/arguments.ts';

/** Numbers as YAML reads them: 0644 is octal, 644 is not. */
it.each([
  ['0644', '0644'],
  ['644', '0644'],
  ['0o644', '0644'],
  ['1777', '1777'],
  [0o644, '0644'],
  [0o400, '0400'],
  [0o711, '0711'],
  [0o1777, '1777'],
  [0o2755, '2755'],
  [0o4755, '4755'],
  [0, '0000'],
  ['u=rw,go=', '0600'],
  ['a=r,u=rwx', '0744'],
  ['u=rwx,g=rx,o=rx', '0755'],
  ['u=rw,g=', 'u=rw,g='],
  ['a+rx', 'a+rx'],
])('the mode %j is %s', (written, digits) => {
  expect(mode.parse(written)).toBe(digits);
});

it.each([644, 755, 600, 640, 400, 440, 444, 500, 666, 700, 750, 775, 777, 1777, 2755, 4755])(
  'the number %j is no mode that somebody means',
  (written) => {
    expect(mode.safeParse(written).error?.issues[0]?.message).toContain('0644');
  },
);

it.each(['0648', '64', 'u=rwxs,go=', '', '00644', -1, 1.5, 0o10000, true, null])(
  '%j is no mode',
  (written) => {
    expect(mode.safeParse(written).success).toBe(false);
  },
);

/** As chmod(1) has them. */
it.each([
  ['u=rw,go=', '0644', '0600'],
  ['a=r,u=rwx', '0600', '0744'],
  ['u=rwx,g=rx,o=rx', '0000', '0755'],
  ['u=rwx', '0755', '0755'],
  ['u=rwx', '0644', '0744'],
  ['a+rx', '0644', '0755'],
  ['+x', '0640', '0751'],
  ['g-w,o-rwx', '2777', '2750'],
  ['a=rX', '0600', '0444'],
  ['a=rX', '0700', '0555'],
  ['0600', '0644', '0600'],
])('%s makes of %s the mode %s', (written, now, mode) => {
  expect(modeAfter(written, now)).toBe(mode);
});

it('X is x of a folder; no mode leaves it as it is', () => {
  expect(modeAfter('a=rX', '0600', true)).toBe('0555');
  expect(modeAfter(undefined, '0640')).toBe('0640');
});
