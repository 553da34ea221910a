import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { Open } from '../../../src/engine/connection/host-reader.ts';
import { HostWriter } from '../../../src/engine/connection/host-writer.ts';
import { converge } from '../../../src/engine/converge.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { defineModule } from '../../../src/modules/module.ts';
import { NO_IMPACT } from '../../../src/plan/change.ts';
import type { Step } from '../../../src/plan/step.ts';
import { Unreachable } from '../../../src/transport/unreachable.ts';
import { localHost, newLockFolder } from '../local-host.ts';
import { task } from '../task.ts';
import { UNINTERRUPTED } from '../uninterrupted.ts';

/** Does something, waits until a file is there, and does something else. */
const waits = (file: string, seconds: number, ...more: Step[]) =>
  defineModule({
    name: 'waits',
    summary: '',
    example: '',
    args: z.unknown(),
    observe: () => ({}),
    plan: () => ({
      changes: [
        {
          what: 'wait',
          before: null,
          after: 'done',
          impact: NO_IMPACT,
          steps: [
            { do: 'run', argv: ['sh', '-c', '(sleep 1; : >"$0") >/dev/null 2>&1 &', file] },
            { do: 'reconnect', script: '[ -e "$1" ]', args: [file], seconds },
            { do: 'run', argv: ['echo', 'behind it'] },
            ...more,
          ],
          predictions: [],
          action: 'run' as const,
          proof: 'opaque' as const,
        },
      ],
    }),
  });

it('what follows a new connection is done over it, when the host is ready', async () => {
  const { remote, folder } = localHost();
  const file = join(folder, 'f');
  const desired = task(waits(file, 20), {});
  const { outcome, result } = await converge('here', desired, new Observations(), remote);
  expect(outcome.status).toBe('changed');
  expect(result).toMatchObject({ stdout: 'behind it' });
});

it('a host that does not get ready in time is a failure', async () => {
  const { remote, folder } = localHost();
  const desired = task(waits(join(folder, 'no/such'), 0), {});
  const { outcome } = await converge('here', desired, new Observations(), remote);
  expect(outcome.status).toBe('failed');
  expect(outcome.message).toBe(
    'wait for the host to come back: it did not answer over a new connection within 0 s',
  );
});

it('a step that fails behind a new connection is named, whatever was before it', async () => {
  const { remote, folder } = localHost();
  const again = { do: 'reconnect', script: 'true', args: [], seconds: 20 } as const;
  const fails = { do: 'script', label: 'the culprit', script: 'echo why >&2; exit 3', args: [] } as const;
  const desired = task(waits(join(folder, 'f'), 20, again, { do: 'run', argv: ['true'] }, fails), {});
  const { outcome } = await converge('here', desired, new Observations(), remote);
  expect(outcome).toMatchObject({ status: 'failed', message: 'the culprit ended with status 3: why' });
});

it('what refused the new connections is told', async () => {
  const { open, folder } = localHost();
  const refusal = new Unreachable('host-key-changed', { detail: 'another key' });
  const refusing: Open = (_, attempt) => (attempt ? Promise.reject(refusal) : open());
  const writer = { run: 'r', owner: 'o@test', folder: newLockFolder() };
  const remote = new HostWriter(refusing, 'test:///default', writer, UNINTERRUPTED);
  onTestFinished(() => remote.close());
  const desired = task(waits(join(folder, 'f'), 1), {});
  const { outcome } = await converge('here', desired, new Observations(), remote);
  expect(outcome.message).toBe(
    'wait for the host to come back: it did not answer over a new connection within 1 s (The key of the host has changed: another key)',
  );
});
