import { expect, it } from 'vitest';
import type * as z from 'zod';
import type { FileState } from '../../src/host/files.ts';
import { blockinfile } from '../../src/modules/blockinfile.ts';
import { trial } from './trial.ts';

type Args = Omit<z.input<typeof blockinfile.args>, 'path'>;

const file = (content: string): FileState => ({
  kind: 'file',
  mode: '0600',
  owner: 'a',
  group: 'b',
  content,
});

const BLOCK = '# BEGIN ANSIBLE MANAGED BLOCK\nx\n# END ANSIBLE MANAGED BLOCK\n';

// What Ansible 2.14.18 makes of the same.
it.each<[Args, string, string | undefined]>([
  [{ block: 'x' }, 'a\n', `a\n${BLOCK}`],
  [{ block: 'x\n' }, 'a', `a\n${BLOCK}`],
  [{ block: 'x' }, '', BLOCK],
  [{ block: 'x' }, `a\n${BLOCK}b\n`, undefined],
  [{ block: 'y' }, `a\n${BLOCK}b\n`, `a\n${BLOCK.replace('x', 'y')}b\n`],
  [{ block: '' }, `a\n${BLOCK}b\n`, 'a\nb\n'],
  [{ state: 'absent' }, `a\n${BLOCK}`, 'a\n'],
  [{ state: 'absent' }, 'a\n', undefined],
  [{ block: 'x', insertafter: '^a' }, 'a\na\nb\n', `a\na\n${BLOCK}b\n`],
  [{ block: 'x', insertafter: '^z' }, 'a\n', `a\n${BLOCK}`],
  [{ block: 'x', insertbefore: '^a' }, 'a\na\nb\n', `a\n${BLOCK}a\nb\n`],
  [{ block: 'x', insertbefore: 'BOF' }, 'a\n', `${BLOCK}a\n`],
  [
    { block: 'x', marker: '<!-- {mark} -->', marker_begin: 'A', marker_end: 'B' },
    '',
    '<!-- A -->\nx\n<!-- B -->\n',
  ],
])('%j in %j makes %j', (args, before, after) => {
  const made = trial(blockinfile, { path: '/f', ...args }, { file: file(before) });
  expect(made.complaints).toEqual([]);
  const [step] = made.steps;
  expect(step?.do === 'write' ? step.content : undefined).toBe(after);
  expect(made.afterwards().changes).toEqual([]);
});

it('a file that is not there is made only when that is said', () => {
  const absent: FileState = { kind: 'absent' };
  expect(trial(blockinfile, { path: '/f', block: 'x' }, { file: absent }).plan.failure).toBe(
    '/f is not there. With create: true it is made.',
  );
  const { steps } = trial(blockinfile, { path: '/f', block: 'x', create: true }, { file: absent });
  expect(steps).toMatchObject([{ do: 'write', content: BLOCK, mode: '0644' }]);
});

it('a pattern that takes too long on what the host has fails there', () => {
  const desired = { path: '/f', block: 'x', insertafter: '(a+)+\\1b' };
  const { plan } = trial(blockinfile, desired, { file: file(`${'a'.repeat(300)}\n`) });
  expect(plan).toEqual({
    changes: [],
    failure: 'A pattern cannot be used: the regular expression takes too long on this text.',
  });
});

it.each<[Args, string]>([
  [{ block: 'x', marker: '# mine' }, 'marker'],
  [{ block: 'x', insertafter: 'a', insertbefore: 'b' }, 'insertbefore'],
])('%j is refused', (args, expected) => {
  const { complaints } = trial(blockinfile, { path: '/f', ...args }, { file: file('') });
  expect(complaints).toEqual([expected]);
});
