import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { converge } from '../../../src/engine/converge.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { localHost } from '../local-host.ts';
import { task, writes } from '../task.ts';

const { PATH, SSH_CONNECTION } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
  if (SSH_CONNECTION === undefined) delete process.env.SSH_CONNECTION;
  else process.env.SSH_CONNECTION = SSH_CONNECTION;
});

/** What a write leaves in the journal of this machine, whose logger is another. */
async function journal(connection: string, name: string): Promise<string> {
  const { remote, folder } = localHost('run-1');
  const log = join(folder, 'log');
  writeFileSync(join(folder, 'logger'), `#!/bin/sh\nprintf '%s\\n' "$*" >>'${log}'\n`);
  chmodSync(join(folder, 'logger'), 0o755);
  Object.assign(process.env, { PATH: `${folder}:${PATH}`, SSH_CONNECTION: connection });
  const desired = task(writes, { path: join(folder, 'f'), content: 'secret' }, { name });
  const { outcome } = await converge('here', desired, new Observations(), remote);
  expect(outcome.status).toBe('changed');
  return readFileSync(log, 'utf8');
}

it('says of each write who, from where, in which run, and what', async () => {
  expect(await journal('10.77.0.1 50000 10.77.1.1 22', "It's $(id) `id`")).toMatch(
    /^-t virtfleet -- .+@test from 10\.77\.0\.1, run run-1: It's \$\(id\) `id`\n$/,
  );
});

it('names no address where there is no SSH session', async () => {
  // A process above it may have come over one.
  expect(await journal('', 'a task')).toMatch(/^-t virtfleet -- .+@test( from \S+)?, run run-1: a task\n$/);
});
