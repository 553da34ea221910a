import { spawnSync } from 'node:child_process';

/** What a program of the controller printed; `missing` where there is none of this name. */
export type Answer = { said: string; isWell: boolean } | 'missing';

/** Asks a program, for ten seconds at most. Its name is looked up in PATH. */
export function answerOf(program: string, ...words: readonly string[]): Answer {
  const { error, status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10_000,
  });
  if (error && 'code' in error && error.code === 'ENOENT') return 'missing';
  const [said = ''] = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').filter((line) => line.trim() !== '');
  return { said: said.trim() || (error?.message ?? `it ended with ${status}`), isWell: status === 0 };
}
