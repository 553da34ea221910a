import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { copy } from '../../src/modules/copy.ts';
import { trial } from './trial.ts';

const absent: FileState = { kind: 'absent' };
const text: FileState = { kind: 'file', mode: '0600', owner: 'a', group: 'b', content: 'old' };
const LICENSE = join(import.meta.dirname, '../../LICENSE');

it('a file of the project goes where it is told, under its own name in a folder', () => {
  for (const dest of ['/srv//files/', '/srv/files/LICENSE']) {
    const made = trial(copy, { src: LICENSE, dest, owner: 'qemu' }, { file: absent });
    expect(made.steps).toMatchObject([
      { do: 'write', path: '/srv/files/LICENSE', mode: '0644', owner: 'qemu', group: 'root' },
    ]);
    expect(made.steps).toMatchObject([{ content: expect.stringContaining('Apache License') }]);
    expect(made.afterwards().changes).toEqual([]);
  }
});

it('a file that is there keeps the mode and owner that are not given', () => {
  const changed = trial(copy, { content: 'new', dest: '/f' }, { file: text });
  expect(changed.differences).toEqual(['file /f: content → new content']);
  expect(changed.steps).toMatchObject([{ mode: '0600', owner: 'a', group: 'b' }]);
  expect(trial(copy, { content: 'old', dest: '/f' }, { file: text }).differences).toEqual([]);
});

it('is left alone when it is only to be there', () => {
  const args = { content: 'new', dest: '/f', force: false };
  expect(trial(copy, args, { file: text }).differences).toEqual([]);
  expect(trial(copy, args, { file: absent }).steps).toHaveLength(1);
});

it.each(['visudo  -cf %s', ['visudo', '-cf', '%s']])('is checked by %j before it is written', (validate) => {
  const { steps } = trial(copy, { content: 'x', dest: '/f', validate }, { file: absent });
  expect(steps).toMatchObject([
    { do: 'script', label: 'validate with visudo -cf %s', stdin: 'x' },
    { do: 'write' },
  ]);
});

it.each([
  [{ dest: '/f' }, ['']],
  [{ dest: '/f', src: LICENSE, content: 'x' }, ['content']],
  [{ dest: '/f/', content: 'x' }, ['dest']],
])('%j is refused at %j', (args, at) => {
  expect(trial(copy, args, { file: absent }).complaints).toEqual(at);
});

it.each([{ validate: "sh -c '%s'" }, { validate: 'visudo -c' }, { dest: 'f' }, { mode: 644 }])(
  'refuses %j',
  (args) => {
    expect(copy.args.safeParse({ content: 'x', dest: '/f', ...args }).success).toBe(false);
  },
);
