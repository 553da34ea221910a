import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readToken } from '../src/commands/report/token.ts';
import { postgresLogin } from '../src/history/postgres.ts';
import { secretText } from '../src/notify/receiver.ts';
import { isExposed, secretFileText } from '../src/secret-file.ts';
import { project } from './commands/project.ts';

const IS_ROOT = process.getuid?.() === 0;
const SECRET = '0123456789abcdef0123456789abcdef';
/** Somebody who is neither root nor in the way. */
const OTHER = 65_532;

function secret(mode: number, owner?: number, text = SECRET): string {
  const path = join(project({}), 'secret');
  writeFileSync(path, text);
  if (owner !== undefined && IS_ROOT) chownSync(path, owner, OTHER);
  chmodSync(path, mode);
  return path;
}

describe('a file with a secret', () => {
  it.each([0o400, 0o600])('is taken from its owner with mode %o', (mode) => {
    expect(secretFileText(secret(mode, OTHER))).toBe(SECRET);
  });

  it.each([0o640, 0o440, 0o604, 0o620])('is refused from somebody with mode %o', (mode) => {
    const path = secret(mode, OTHER);
    expect(() => secretFileText(path)).toThrow(`other users may read it: chmod 600 it. Its mode is 0600`);
  });

  // As Kubernetes hands a secret over to a pod with fsGroup, and systemd 257 a credential.
  it.runIf(IS_ROOT).each([0o400, 0o440, 0o640])('is taken from root with mode %o', (mode) => {
    expect(secretFileText(secret(mode, 0))).toBe(SECRET);
  });

  it.runIf(IS_ROOT).each([0o444, 0o660, 0o604])('is refused from root with mode %o', (mode) => {
    expect(isExposed(secret(mode, 0))).toBe(true);
  });

  it('is told as what it is where it cannot be read', () => {
    const folder = project({});
    mkdirSync(join(folder, 'sub'), { mode: 0o700 });
    expect(() => secretFileText(join(folder, 'none'))).toThrow('there is no such file or folder.');
    expect(() => secretFileText(join(folder, 'sub'))).toThrow(/folder|other users/);
  });
});

it.runIf(IS_ROOT)(
  'one rule holds for the token, the webhook, the queue and the password of a database',
  async () => {
    const path = secret(0o440, 0);
    expect([readToken(path), secretText(`@${path}`, {})]).toEqual([SECRET, SECRET]);
    const asked = { host: 'db.example', port: 5432, database: 'fleet', user: 'op' };
    process.env['PGPASSFILE'] = secret(0o440, 0, '*:*:*:*:yes\n');
    try {
      const { password } = postgresLogin('postgres://op@db.example/fleet');
      expect(await (password as unknown as (one: typeof asked) => Promise<string>)(asked)).toBe('yes');
    } finally {
      delete process.env['PGPASSFILE'];
    }
  },
);
