import { expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { fetchModule } from '../../src/modules/fetch.ts';
import { trial } from './trial.ts';

const file: FileState = { kind: 'file', mode: '0600', owner: 'a', group: 'b', content: 'new\n' };
const absent: FileState = { kind: 'absent' };
const paths = (args: object) =>
  trial(fetchModule, { src: '/etc/x', dest: 'out', ...args }, { file, copy: undefined }).steps.map((step) =>
    step.do === 'save' ? step.path : step.do,
  );

it('a copy lies where its host and path say, or where dest does', () => {
  expect(paths({})).toEqual(['/project/out/hv01/etc/x']);
  expect(paths({ flat: true })).toEqual(['/project/out']);
  expect(paths({ flat: true, dest: 'out/' })).toEqual(['/project/out/x']);
});

it('is made, renewed, and left alone when it is the same', () => {
  const args = { src: '/etc/x', dest: 'out', flat: true };
  const made = trial(fetchModule, args, { file, copy: undefined });
  expect(made.differences).toEqual(['copy /project/out: null → 4 bytes']);
  expect(made.afterwards().changes).toEqual([]);
  const renewed = trial(fetchModule, args, { file, copy: 'old\n' });
  expect(renewed.differences).toEqual(['copy /project/out: content → new content']);
  expect(renewed.plan.changes[0]?.diff).toEqual({ label: '/project/out', before: 'old\n', after: 'new\n' });
  expect(trial(fetchModule, args, { file, copy: 'new\n' }).plan).toEqual({ changes: [] });
});

it.each<[FileState, string]>([
  [absent, '/etc/x is not there. With fail_on_missing: false that is no failure.'],
  [{ kind: 'link', target: '/y' }, '/etc/x is a link to /y: name the file itself.'],
  [{ kind: 'other' }, '/etc/x is no file.'],
  [
    { ...file, content: { bytes: 9e9, why: 'size' } },
    '/etc/x has 9000000000 bytes; files above 1048576 bytes are not read.',
  ],
  [
    { ...file, content: { bytes: 9, why: 'encoding' } },
    '/etc/x is not text in UTF-8: a byte of it could not be written back as it is.',
  ],
])('%j is a failure', (at, failure) => {
  const current = { file: at, copy: undefined };
  expect(trial(fetchModule, { src: '/etc/x', dest: 'out' }, current).plan).toEqual({ changes: [], failure });
});

it('may be missing when that is said', () => {
  const args = { src: '/etc/x', dest: 'out', fail_on_missing: false };
  expect(trial(fetchModule, args, { file: absent, copy: 'old' }).plan).toEqual({ changes: [] });
});
