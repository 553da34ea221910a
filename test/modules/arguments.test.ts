import { expect, it } from 'vitest';
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
])('the mode %j is %s', (written, digits) => {
  expect(mode.parse(written)).toBe(digits);
});

it.each([644, 755, 600, 640, 400, 440, 444, 500, 666, 700, 750, 775, 777, 1777, 2755, 4755])(
  'the number %j is no mode that somebody means',
  (written) => {
    expect(mode.safeParse(written).error?.issues[0]?.message).toContain('0644');
  },
);

it.each([
  '0648',
  '64',
  'u=rw',
  'u=rw,g=',
  'u+x,go=',
  'u=rwxs,go=',
  '',
  '00644',
  -1,
  1.5,
  0o10000,
  true,
  null,
])('%j is no mode', (written) => {
  expect(mode.safeParse(written).success).toBe(false);
});
