import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { postgresLogin } from '../../src/history/postgres.ts';
import { newFolder } from './kept.ts';

const ASKED = { host: 'db.example', port: 5432, database: 'fleet', user: 'op' };
const URL = 'postgres://op@db.example/fleet';

/** What is answered to a server that asks for a password, with such a ~/.pgpass. */
async function answered(lines: string | undefined, mode = 0o600): Promise<unknown> {
  const file = join(newFolder(), 'pgpass');
  if (lines !== undefined) writeFileSync(file, lines, { mode });
  vi.stubEnv('PGPASSFILE', file);
  vi.stubEnv('PGPASSWORD', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { password } = postgresLogin(URL);
  if (typeof password !== 'function') throw new Error('nobody is asked');
  return (password as (asked: typeof ASKED) => unknown)(ASKED);
}

it('a password comes from the line of ~/.pgpass that fits', async () => {
  expect(await answered('other.example:*:*:op:no\ndb.example:*:fleet:op:yes\n')).toBe('yes');
});

it('where no line fits, the line to write is told', async () => {
  const line = 'db.example:5432:fleet:op:PASSWORD';
  await expect(answered('db.example:*:fleet:other:no\n')).rejects.toThrow(
    `has no line for it. Write one: ${line}`,
  );
  await expect(answered(undefined)).rejects.toThrow(`is not there. Write one: ${line}`);
});

it('a file that others may read does not count', async () => {
  await expect(answered('*:*:*:*:yes\n', 0o644)).rejects.toThrow('other users may read it: chmod 600');
});

it('a password of the URL or of PGPASSWORD comes first', () => {
  vi.stubEnv('PGPASSWORD', 'environment');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(postgresLogin(URL)).toMatchObject({ host: 'db.example', user: 'op', password: 'environment' });
  expect(postgresLogin('postgres://op:url@db.example/fleet')).toMatchObject({ password: 'url' });
});
