import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Findings } from './host.ts';

const TIMEOUT_MS = 120_000;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * What an inventory program answers to `--list`, or undefined with the reason among the problems.
 * A program that wants to be asked with `--host` for each host is not supported: `_meta` has been in use since
 * Ansible 1.3.
 */
export function runScript(path: string, { problems }: Findings): string | undefined {
  const { status, signal, error, stdout, stderr } = spawnSync(resolve(path), ['--list'], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_BYTES,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0 && !error) return stdout;
  const reason = error?.message ?? (signal ? `it was ended by ${signal}` : `it exited with ${status}`);
  const said = stderr?.trim().split('\n').at(-1) ?? '';
  problems.push({
    code: 'inventory-program-failed',
    summary: 'An inventory program failed',
    detail: `${path} --list: ${reason}${said && `: ${said}`}.`,
    hint: 'Run it by hand and see what it prints.',
    command: `${path} --list`,
  });
  return undefined;
}
