import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { quote } from '../../plan/quote.ts';
import { readFiles } from '../../read-files.ts';
import type { Findings } from '../host.ts';

const TIMEOUT_MS = 120_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What an inventory program answers, or undefined with the reason among the problems. */
export function runScript(path: string, question: readonly string[], findings: Findings): string | undefined {
  return runProgram([resolve(path), ...question], findings);
}

/** Whether Ansible is installed here. */
export function hasAnsible(): boolean {
  return spawnSync('ansible-inventory', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What a program prints, or undefined with the reason among the problems. */
export function runProgram(
  [program = '', ...words]: readonly string[],
  { problems }: Findings,
): string | undefined {
  const { status, signal, error, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_BYTES,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0 && !error) {
    readFiles.note([program, ...words].join(' '), Buffer.from(stdout));
    return stdout;
  }
  const reason = error?.message ?? (signal ? `it was ended by ${signal}` : `it exited with ${status}`);
  const said = stderr?.trim().split('\n').at(-1) ?? '';
  problems.push({
    code: 'inventory-program-failed',
    summary: 'An inventory program failed',
    detail: `${[program, ...words].join(' ')}: ${reason}${said && `: ${said}`}.`,
    hint: 'Run it by hand and check what it prints.',
    command: quote([program, ...words]),
  });
  return undefined;
}
