import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { kill } from 'node:process';
import { documentOf } from './body.ts';
import type { Notification } from './notification.ts';

/** Milliseconds that a command may take. */
const TIMEOUT = 60_000;
/** Characters of what it says that are repeated. */
const SAID = 500;

/**
 * Gives a notification to a command of the shell, as JSON on its stdin. What it prints is dropped. Rejects with a sentence if
 * it does not end with 0.
 */
export async function runNotifyCommand(command: string, notification: Notification): Promise<void> {
  // A group of its own, so that what it started ends with it.
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID);
  });
  // A command need not read.
  child.stdin.on('error', () => {});
  child.stdin.end(`${JSON.stringify(documentOf(notification))}\n`);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) kill(-child.pid, 'SIGKILL');
  }, TIMEOUT);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (isLate) throw new Error(`It did not end within ${TIMEOUT / 1_000} s`);
    const end = code === null ? `with ${signal}` : `with ${code}`;
    if (code !== 0) throw new Error(`It ended ${end}${said.trim() === '' ? '' : `: ${said.trim()}`}`);
  } finally {
    clearTimeout(timer);
  }
}
