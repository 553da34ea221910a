import { expect, it } from 'vitest';
import { fromFolder } from '../../src/playbook/arguments/controller-paths.ts';

it.each([
  [{ dest: '../report.txt' }, { dest: '/project/report.txt' }],
  [
    { path: 'a/', src: 'b' },
    { path: '/project/plays/a/', src: 'b' },
  ],
  [{ dest: '/etc/a' }, { dest: '/etc/a' }],
  [{ dest: '{{ folder }}/a' }, { dest: '{{ folder }}/a' }],
])('%j on the controller', (value, expected) => {
  expect(fromFolder(value, '/project/plays')).toEqual(expected);
  expect(fromFolder(value, undefined)).toEqual(value);
});
