import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { converge } from '../../../src/engine/converge.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { fetchModule } from '../../../src/modules/fetch.ts';
import { defineModule } from '../../../src/modules/module.ts';
import { NO_IMPACT } from '../../../src/plan/change.ts';
import { localHost } from '../local-host.ts';
import { task } from '../task.ts';

it('a file of the host is kept here, and then there is nothing to do', async () => {
  const { remote, folder } = localHost();
  writeFileSync(join(folder, 'src'), 'content\n');
  const to = join(folder, 'kept/a/b');
  const desired = task(fetchModule, { src: join(folder, 'src'), to, fail_on_missing: true });
  const current = new Observations();
  expect((await converge('here', desired, current, remote)).outcome.status).toBe('changed');
  expect(readFileSync(to, 'utf8')).toBe('content\n');
  expect((await converge('here', desired, current, remote)).outcome.status).toBe('ok');
});

it('a file that cannot be kept is a failure that says why', async () => {
  const { remote, folder } = localHost();
  writeFileSync(join(folder, 'src'), 'content\n');
  writeFileSync(join(folder, 'taken'), '');
  const to = join(folder, 'taken/below');
  const desired = task(fetchModule, { src: join(folder, 'src'), to, fail_on_missing: true });
  const { outcome } = await converge('here', desired, new Observations(), remote);
  expect(outcome).toMatchObject({ status: 'failed', message: expect.stringMatching(/^save .*: E/) });
});

it('a copy that cannot be read is a failure, and does not pass for none', async () => {
  const { remote, folder } = localHost();
  writeFileSync(join(folder, 'src'), 'content\\n');
  for (const name of ['folder', 'loop']) {
    const to = join(folder, name);
    if (name === 'folder') mkdirSync(to);
    else symlinkSync(name, to);
    const desired = task(fetchModule, { src: join(folder, 'src'), to, fail_on_missing: true });
    const { outcome } = await converge('here', desired, new Observations(), remote);
    const message = expect.stringMatching(/^cannot read .* on the controller: (EISDIR|ELOOP)/);
    expect(outcome).toMatchObject({ status: 'failed', message });
  }
  expect(readdirSync(folder).toSorted()).toEqual(['folder', 'loop', 'src']);
});

it('what is done here waits for the host, and what fails there keeps it from being done', async () => {
  const { remote, folder } = localHost();
  const path = join(folder, 'never');
  const fails = defineModule({
    name: 'fails',
    summary: '',
    example: '',
    args: z.unknown(),
    observe: () => ({}),
    plan: () => ({
      changes: [
        {
          action: 'create' as const,
          proof: 'observed' as const,
          what: 'x',
          before: null,
          after: 'x',
          impact: NO_IMPACT,
          steps: [
            { do: 'run', argv: ['false'] },
            { do: 'save', path, content: 'x' },
          ],
          predictions: [],
        },
      ],
    }),
  });
  const { outcome } = await converge('here', task(fails, {}), new Observations(), remote);
  expect(outcome).toMatchObject({ status: 'failed', message: 'false ended with status 1' });
  expect(existsSync(path)).toBe(false);
});
