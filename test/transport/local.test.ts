import { afterEach, expect, test } from 'vitest';
import type { Session } from '../../src/transport/session.ts';
import { createTransport, TRANSPORT_DEFAULTS } from '../../src/transport/transport.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';

const local = { home: '/none', user: 'nobody', uid: 65534, env: {} };
const transport = createTransport({ ...TRANSPORT_DEFAULTS, local });
const target = { name: 'localhost', connection: 'local' as const, become: false };

let session: Session | undefined;
afterEach(() => session?.close());

test('this machine is a host without ssh', async () => {
  session = await transport.open(target);
  const { stdout } = await session.run('echo "$$"; echo "$LC_ALL"');
  const [pid, locale] = stdout.toString().trim().split('\n');
  expect([Number(pid) > 1, locale]).toEqual([true, 'C']);
});

test('it has no terminal to ask on', async () => {
  session = await transport.open(target);
  expect((await session.run('exec 2>/dev/null; : </dev/tty')).status).not.toBe(0);
});

test('a shell that was killed is opened again for a script that never went out', async () => {
  session = await transport.open(target);
  await expect(session.run('kill -KILL $$; sleep 0.3')).rejects.toMatchObject({ name: 'Lost', sent: true });
  expect((await session.run('echo again')).stdout.toString()).toBe('again\n');
});

test('an open that was aborted opens nothing', async () => {
  await expect(transport.open(target, AbortSignal.abort(new Error('interrupted')))).rejects.toThrow(
    'interrupted',
  );
});

test('a failure is a problem that programs can compare', () => {
  const { name, message, reason, problem } = new Unreachable('dns', { detail: 'hv01 is not known' });
  expect({ name, message, reason, problem }).toEqual({
    name: 'Unreachable',
    message: 'The name of the host does not resolve: hv01 is not known',
    reason: 'dns',
    problem: {
      code: 'unreachable-dns',
      summary: 'The name of the host does not resolve',
      detail: 'hv01 is not known',
    },
  });
});
