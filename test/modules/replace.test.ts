import { expect, it } from 'vitest';
import type * as z from 'zod';
import type { FileState } from '../../src/host/files.ts';
import { replace } from '../../src/modules/replace.ts';
import { trial } from './trial.ts';

type Args = Omit<z.input<typeof replace.args>, 'path'>;

const file = (content: string): FileState => ({
  kind: 'file',
  mode: '0600',
  owner: 'a',
  group: 'b',
  content,
});

// What Ansible 2.14.18 makes of the same.
it.each<[Args, string, string | undefined]>([
  [{ regexp: '^a$', replace: 'b' }, 'a\nxa\na\n', 'b\nxa\nb\n'],
  [{ regexp: '^#.*\\n' }, '#a\nb\n#c\n', 'b\n'],
  [{ regexp: '(\\w+)=1', replace: '\\1=2' }, 'x=1\ny=1\n', 'x=2\ny=2\n'],
  [{ regexp: '(?P<k>\\w+)=1', replace: '\\g<k>=2' }, 'x=1\n', 'x=2\n'],
  [{ regexp: 'a', replace: 'b', after: 'begin\\n' }, 'a\nbegin\na\n', 'a\nbegin\nb\n'],
  [{ regexp: 'a', replace: 'b', before: 'end' }, 'a\nend\na\nend\na\n', 'b\nend\nb\nend\na\n'],
  [{ regexp: 'a', replace: 'b', after: 'x', before: 'y' }, 'a\nx\na\ny\na\ny\n', 'a\nx\nb\ny\na\ny\n'],
  [{ regexp: 'a', replace: 'b', after: 'nowhere' }, 'a\n', undefined],
  [{ regexp: 'z', replace: 'b' }, 'a\n', undefined],
])('%j in %j makes %j', (args, before, after) => {
  const made = trial(replace, { path: '/f', ...args }, { file: file(before) });
  expect(made.complaints).toEqual([]);
  const [step] = made.steps;
  expect(step?.do === 'write' ? step.content : undefined).toBe(after);
  expect(made.afterwards().changes).toEqual([]);
});

it.each<[Args, FileState, string]>([
  [{ regexp: 'a', replace: 'aa' }, file('a\n'), 'every run would change the file again'],
  [{ regexp: 'a', replace: '\\1' }, file('a\n'), 'has no group 1'],
  [{ regexp: 'a' }, { kind: 'absent' }, '/f is not there. Make it by a task in front of this one.'],
])('%j fails', (args, at, expected) => {
  expect(trial(replace, { path: '/f', ...args }, { file: at }).plan.failure).toContain(expected);
});

it('a pattern that takes too long on what the host has fails there', () => {
  const desired = { path: '/f', regexp: '(a+)+\\1b' };
  const { plan } = trial(replace, desired, { file: file(`${'a'.repeat(300)}\n`) });
  expect(plan).toEqual({
    changes: [],
    failure: 'A pattern cannot be used: the regular expression takes too long on this text.',
  });
});
