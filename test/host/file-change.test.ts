import { expect, it } from 'vitest';
import { fileChange } from '../../src/host/file-change.ts';
import { type FileState, fileAt, LARGEST_FILE } from '../../src/host/files.ts';
import type { Step } from '../../src/plan/step.ts';

const current: FileState = { kind: 'file', mode: '0644', owner: 'a', group: 'b', content: 'x' };
const desired = { path: '/f', content: 'x', mode: '0644' };
const step = (word: string): Step => ({ do: 'run', argv: [word] });

it('checks come before the file is touched, what follows from it comes after', () => {
  const [change] = fileChange({ ...desired, content: 'y' }, current, {
    check: [step('check')],
    after: [step('restart')],
    impact: { disruption: 'service' },
  });
  expect(change?.steps.map((one) => (one.do === 'run' ? one.argv[0] : one.do))).toEqual([
    'check',
    'write',
    'restart',
  ]);
  expect(change?.impact).toEqual({ disruption: 'service' });
});

it.each([
  ['content', { content: 'y' }, 'content → new content'],
  ['mode', { mode: '0600' }, 'mode 0644 → mode 0600'],
  ['owner', { owner: 'c' }, 'owner a:b → owner c:b'],
  ['group', { group: 'c' }, 'owner a:b → owner a:c'],
  ['two things', { content: 'y', mode: '0600' }, 'content, mode 0644 → new content, mode 0600'],
])('%s that differs is changed to what is predicted', (_, args, line) => {
  const changed = { ...desired, ...args };
  const [change, ...more] = fileChange(changed, current);
  expect(`${change?.before} → ${change?.after}`).toBe(line);
  expect(more).toEqual([]);
  const left = change?.predictions.find(({ probe }) => probe.key === fileAt('/f').key);
  expect(fileChange(changed, left?.value as FileState)).toEqual([]);
});

it('keeps the owner of a file for which none is wanted', () => {
  expect(fileChange(desired, current)).toEqual([]);
  const [change] = fileChange({ ...desired, mode: '0600' }, current);
  expect(change?.steps).toMatchObject([{ do: 'write', owner: 'a', group: 'b' }]);
});

it('a file that is too large to be read gives way, and one is never written', () => {
  const large: FileState = { ...current, content: { bytes: 2 ** 40, why: 'size' } };
  const [change] = fileChange(desired, large);
  expect(change).toMatchObject({ before: `content of ${2 ** 40} bytes`, after: 'new content' });
  expect(change?.diff?.before).toContain(String(2 ** 40));
  const [refused, ...more] = fileChange({ ...desired, content: 'ü'.repeat(LARGEST_FILE) }, current);
  expect(refused?.blocked).toContain(`The content for /f has ${2 * LARGEST_FILE} bytes`);
  expect([refused?.steps, more]).toEqual([[], []]);
});

it('a link gives way to the file', () => {
  const [change] = fileChange(desired, { kind: 'link', target: '/old' });
  expect(change).toMatchObject({ before: 'link to /old', after: '1 bytes, mode 0644' });
});

it('sizes are bytes', () => {
  const [change] = fileChange({ ...desired, content: 'ü' }, { kind: 'absent' });
  expect(change).toMatchObject({ before: null, after: '2 bytes, mode 0644' });
});

it.each(['directory', 'other'] as const)('a %s does not give way', (kind) => {
  const state = kind === 'other' ? { kind } : { kind, mode: '0755', owner: 'root', group: 'root' };
  const [change] = fileChange(desired, state);
  expect(change?.blocked).toContain(`/f is a ${kind}`);
  expect(change?.steps).toEqual([]);
});
