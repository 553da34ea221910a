import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { FileState } from '../../src/host/files.ts';
import { lineinfile } from '../../src/modules/lineinfile.ts';
import { trial } from './trial.ts';

type Args = Omit<z.input<typeof lineinfile.args>, 'path'>;

const file = (content: string): FileState => ({
  kind: 'file',
  mode: '0600',
  owner: 'a',
  group: 'b',
  content,
});

/** What becomes of lines, or undefined when nothing does. */
function edited(args: Args, lines: string): string | undefined {
  const made = trial(lineinfile, { path: '/f', ...args }, { file: file(lines) });
  expect(made.complaints).toEqual([]);
  const [step] = made.steps;
  if (!step) return undefined;
  expect(made.afterwards().changes).toEqual([]);
  return step.do === 'write' ? step.content : '';
}

describe('a line that is wanted', () => {
  it.each<[Args, string, string | undefined]>([
    [{ line: 'b' }, 'a\n', 'a\nb\n'],
    [{ line: 'b' }, 'a', 'a\nb\n'],
    [{ line: 'b' }, '', 'b\n'],
    [{ line: 'b' }, 'a\nb\n', undefined],
    [{ line: 'b' }, 'a\nb', undefined],
    [{ line: 'x=2', regexp: '^#?x=' }, '#x=0\nx=1\ny\n', '#x=0\nx=2\ny\n'],
    [{ line: 'x=2', regexp: '^#?x=', firstmatch: true }, '#x=0\nx=1\n', 'x=2\nx=1\n'],
    [{ line: 'x=2', regexp: '^x=' }, 'x=2\n', undefined],
    [{ line: 'x=2', regexp: '^y=' }, 'x=2\nz\n', undefined],
    [{ line: 'X=2', regexp: '(?i)^X=' }, 'x=1\n', 'X=2\n'],
    [{ line: 'X=2', regexp: '(?ii)^X=' }, 'x=1\n', 'X=2\n'],
    [{ line: 'X=2', regexp: '(?sim)^X=' }, 'x=1\n', 'X=2\n'],
    [{ line: 'x=2', search_string: 'x.=' }, 'xy=\nx.=\n', 'xy=\nx=2\n'],
    [{ line: 'c', insertafter: '^a' }, 'a\na2\nb\n', 'a\na2\nc\nb\n'],
    [{ line: 'c', insertafter: '^a', firstmatch: true }, 'a\na2\nb\n', 'a\nc\na2\nb\n'],
    [{ line: 'c', insertafter: '^z' }, 'a\nb\n', 'a\nb\nc\n'],
    [{ line: 'c', insertafter: 'EOF' }, 'a\n', 'a\nc\n'],
    [{ line: 'c', insertbefore: '^b' }, 'a\nb\n', 'a\nc\nb\n'],
    [{ line: 'c', insertbefore: 'BOF' }, 'a\n', 'c\na\n'],
    [{ line: '\\1=2;\\2', regexp: '^(x|y)=(\\d)$', backrefs: true }, 'x=1\n', 'x=2;1\n'],
    [{ line: '\\1=2', regexp: '^(z)=', backrefs: true }, 'x=1\n', undefined],
    [{ line: '\\1', regexp: '^x' }, 'x\n', '\\1\n'],
  ])('%j in %j makes %j', (args, before, after) => {
    expect(edited(args, before)).toBe(after);
  });

  it('is checked before it is written, and keeps mode and owner', () => {
    const args = { path: '/f', line: 'b', validate: ['visudo', '-cf', '%s'] };
    const { steps } = trial(lineinfile, args, { file: file('a\n') });
    expect(steps).toMatchObject([
      { do: 'script', stdin: 'a\nb\n' },
      { do: 'write', mode: '0600', owner: 'a', group: 'b' },
    ]);
  });
});

it.each<[Args, string, string | undefined]>([
  [{ line: 'b', state: 'absent' }, 'a\nb\nbb\nb\n', 'a\nbb\n'],
  [{ regexp: '^b', state: 'absent' }, 'a\nb\nbb\n', 'a\n'],
  [{ search_string: '.', state: 'absent' }, 'a\na.b\n', 'a\n'],
  [{ line: 'z', state: 'absent' }, 'a\n', undefined],
  [{ line: 'a', state: 'absent' }, 'a\n', ''],
])('a line that is not desired: %j in %j leaves %j', (args, before, after) => {
  expect(edited(args, before)).toBe(after);
});

describe('a file that has no lines', () => {
  const failure = (at: FileState, args: Args = { line: 'x' }) =>
    trial(lineinfile, { path: '/f', ...args }, { file: at }).plan.failure;

  it('is made only when that is said', () => {
    expect(failure({ kind: 'absent' })).toBe('/f is not there. With create: true it is made.');
    const made = trial(lineinfile, { path: '/f', line: 'x', create: true }, { file: { kind: 'absent' } });
    expect(made.steps).toMatchObject([{ do: 'write', content: 'x\n', mode: '0644' }]);
    const nothing = trial(
      lineinfile,
      { path: '/f', line: 'x', state: 'absent' },
      { file: { kind: 'absent' } },
    );
    expect(nothing.plan).toEqual({ changes: [] });
  });

  it('is named for what it is', () => {
    expect(failure({ kind: 'link', target: '/g' })).toBe('/f is a link to /g: name the file itself.');
    expect(failure({ kind: 'other' })).toBe('/f is no file, and has no lines.');
  });

  it('or whose bytes could not be written back as they are', () => {
    const latin1: FileState = { ...file(''), content: { bytes: 5, why: 'encoding' } } as FileState;
    for (const args of [{ line: 'x' }, { state: 'absent', regexp: 'x' }] satisfies Args[])
      expect(failure(latin1, args)).toBe(
        '/f is not text in UTF-8: a byte of it could not be written back as it is.',
      );
  });
});

it('an edit that would never come to rest is refused', () => {
  const args = { path: '/f', line: '\\1,b', regexp: '^(a.*)', backrefs: true };
  const { plan } = trial(lineinfile, args, { file: file('a\n') });
  expect(plan).toEqual({
    changes: [],
    failure: expect.stringContaining('every run would change the file again'),
  });
});

it.each<[Args, string[]]>([
  [{}, ['state']],
  [{ state: 'absent' }, ['state']],
  [{ line: 'x', regexp: 'x', search_string: 'x' }, ['search_string']],
  [{ line: 'x', insertafter: 'x', insertbefore: 'x' }, ['insertbefore']],
  [{ line: 'x', backrefs: true }, ['backrefs']],
])('%j is refused at %j', (args, at) => {
  expect(trial(lineinfile, { path: '/f', ...args }, { file: { kind: 'absent' } }).complaints).toEqual(at);
});

it.each(['(', '(?<=x+)'])('refuses the pattern %j', (regexp) => {
  expect(lineinfile.args.safeParse({ path: '/f', line: 'x', regexp }).success).toBe(false);
});

it('a pattern that takes too long on what the host has fails there', () => {
  const desired = { path: '/f', line: 'x', regexp: '(a+)+\\1b' };
  const { plan } = trial(lineinfile, desired, { file: file(`${'a'.repeat(300)}\n`) });
  expect(plan).toEqual({
    changes: [],
    failure: 'A pattern cannot be used: the regular expression takes too long on this text.',
  });
});

it('a pattern is one of Python, with look-around and named groups', () => {
  const grub = 'GRUB_CMDLINE_LINUX="quiet"';
  const args = {
    path: '/etc/default/grub',
    regexp: '^GRUB_CMDLINE_LINUX="((?:(?!intel_iommu=on).)*?)"$',
    line: 'GRUB_CMDLINE_LINUX="\\1 intel_iommu=on"',
    backrefs: true,
  };
  const at = { kind: 'file', mode: '0644', owner: 'root', group: 'root', content: `${grub}\n` } as const;
  const found = trial(lineinfile, args, { file: at });
  expect(found.steps).toMatchObject([{ content: 'GRUB_CMDLINE_LINUX="quiet intel_iommu=on"\n' }]);
  expect(found.afterwards().changes).toEqual([]);
});
