import { resolve } from 'node:path';
import { isMap } from '../../template/values.ts';

/** Arguments that name a file of the host on which a task is done. */
const PATHS = ['dest', 'path'];

/** Names of the controller that a task can be delegated to. */
const CONTROLLER: readonly unknown[] = ['localhost', '127.0.0.1', '::1'];

export function isController(host: unknown): boolean {
  return CONTROLLER.includes(host);
}

/**
 * Arguments of a task that is done on the controller: there a relative path is seen from the folder of the playbook,
 * as in Ansible. What holds an expression stays as it is.
 */
export function fromFolder(value: unknown, folder: string | undefined): unknown {
  if (!isMap(value) || folder === undefined) return value;
  const own = Object.entries(value).map(([key, text]) => [
    key,
    isRelative(key, text) ? at(folder, text) : text,
  ]);
  return Object.fromEntries(own);
}

function isRelative(key: string, text: unknown): text is string {
  return PATHS.includes(key) && typeof text === 'string' && /^[^/~]/.test(text) && !text.includes('{{');
}

function at(folder: string, text: string): string {
  return resolve(folder, text) + (text.endsWith('/') ? '/' : '');
}
