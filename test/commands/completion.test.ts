import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completion } from '../../src/commands/completion.ts';
import { DECLARATIONS } from '../../src/commands/declaration/index.ts';
import { shownOptions } from '../../src/commands/declaration/option.ts';
import { MODULES } from '../../src/modules/index.ts';
import { typed } from './project.ts';

const script = async (shell: string) => (await typed(completion, '', shell)).out;

/** What bash would offer for the last word; `<files>` where it completes files. */
async function offered(...words: string[]): Promise<string[]> {
  const asked = `
    compopt() { echo '<files>'; }
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _virtfleet
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = `${await script('bash')}${asked}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', text, 'bash', 'virtfleet', ...words], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean);
}

describe('bash completes', () => {
  it.each([
    [['ru'], ['run']],
    [['help', 'net'], ['networks']],
    [['run', '--sk'], ['--skip-tags']],
    [
      ['run', 'site.yaml', '--format', ''],
      ['text', 'json', 'ndjson', 'junit'],
    ],
    [
      ['run', 'site.yaml', '--format', 'j'],
      ['json', 'junit'],
    ],
    [['run', ''], ['<files>']],
    [['drift', 'site.yaml', '-i', ''], ['<files>']],
    [['run', 'site.yaml', '--limit', ''], []],
    [
      ['modules', 'guest'],
      ['guest', 'guest_interface'],
    ],
    [['keywords', 'disr'], ['disruption']],
    [['functions', 'hos'], ['host']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['show', '--forks', '5', '--help'], ['--help']],
  ])('%j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it('every command', async () => {
    const names = DECLARATIONS.map(({ name }) => name);
    expect(await offered('')).toEqual([...names, 'help', '--help', '--version']);
  });
});

it.each(['bash', 'zsh', 'fish'])('%s knows every command, long flag and module', async (shell) => {
  const text = await script(shell);
  const flags = DECLARATIONS.flatMap(({ options }) => shownOptions(options)).flatMap(
    (option) => /--([\w-]+)/.exec(option.flags)?.[1] ?? [],
  );
  const known = [...DECLARATIONS.map(({ name }) => name), ...flags, ...MODULES.map(({ name }) => name)];
  expect(flags.length).toBeGreaterThan(20);
  // How workers call themselves.
  expect(text).not.toMatch(/--job\b|-l job\b/);
  expect(known.filter((word) => !new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
});

it('a shell without a completion is refused, with those that have one', async () => {
  expect(await typed(completion, '', 'tcsh')).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet completion: there is no completion for tcsh. There is one for bash, zsh, fish.\n',
  });
});

it('a shell that is missing is told with those that there are', async () => {
  const { code, err } = await typed(completion, '');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(
      /^error: missing required argument 'shell': bash, zsh or fish, as in virtfleet completion bash > /,
    ),
  ]);
});
