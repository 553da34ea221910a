import { expect, it } from 'vitest';
import { fileChange } from '../../src/host/file-change.ts';
import { type FileState, fileAt, LARGEST_FILE } from '../../src/host/files.ts';
import type { Step } from '../../src/plan/step.ts';

const seen: FileState = { kind: 'file', mode: '0644', owner: 'a', group: 'b', content: 'x' };
const wanted = { path: '/f', content: 'x', mode: '0644' };
const step = (word: string): Step => ({ do: 'run', argv: [word] });

it('checks come before the file is touched, what follows from it comes after', () => {
  const [change] = fileChange({ ...wanted, content: 'y' }, seen, {
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
  const changed = { ...wanted, ...args };
  const [change, ...more] = fileChange(changed, seen);
  expect(`${change?.before} → ${change?.after}`).toBe(line);
  expect(more).toEqual([]);
  const left = change?.leaves.find(({ probe }) => probe.key === fileAt('/f').key);
  expect(fileChange(changed, left?.value as FileState)).toEqual([]);
});

it('keeps the owner of a file for which none is wanted', () => {
  expect(fileChange(wanted, seen)).toEqual([]);
  const [change] = fileChange({ ...wanted, mode: '0600' }, seen);
  expect(change?.steps).toMatchObject([{ do: 'write', owner: 'a', group: 'b' }]);
});

it('a file that is too large to be read gives way, and one is never written', () => {
  const large: FileState = { ...seen, content: { bytes: 2 ** 40, why: 'size' } };
  const [change] = fileChange(wanted, large);
  expect(change).toMatchObject({ before: `content of ${2 ** 40} bytes`, after: 'new content' });
  expect(change?.diff?.before).toContain(String(2 ** 40));
  const [refused, ...more] = fileChange({ ...wanted, content: 'ü'.repeat(LARGEST_FILE) }, seen);
  expect(refused?.blocked).toContain(`The content for /f has ${2 * LARGEST_FILE} bytes`);
  expect([refused?.steps, more]).toEqual([[], []]);
});

it('a link gives way to the file', () => {
  const [change] = fileChange(wanted, { kind: 'link', target: '/old' });
  expect(change).toMatchObject({ before: 'link to /old', after: '1 bytes, mode 0644' });
});

it('sizes are bytes', () => {
  const [change] = fileChange({ ...wanted, content: 'ü' }, { kind: 'absent' });
  expect(change).toMatchObject({ before: null, after: '2 bytes, mode 0644' });
});

it.each(['directory', 'other'] as const)('a %s does not give way', (kind) => {
  const state = kind === 'other' ? { kind } : { kind, mode: '0755', owner: 'root', group: 'root' };
  const [change] = fileChange(wanted, state);
  expect(change?.blocked).toContain(`/f is a ${kind}`);
  expect(change?.steps).toEqual([]);
});
