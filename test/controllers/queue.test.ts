import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { listen } from '../../src/controllers/queue.ts';
import { connectionFaults } from '../../src/controllers/queue-backend.ts';

it('a worker whose queue in PostgreSQL takes connections and never answers can be stopped', async () => {
  const silent = createServer((socket) => onTestFinished(() => void socket.destroy()));
  onTestFinished(() => void silent.close());
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const stop = new AbortController();
  const user = { url: `postgres://user@127.0.0.1:${port}/x`, project: 'p', tell: () => {} };
  const listening = listen(user, { region: 'a', capacity: 1, stop: stop.signal }, async () => {});
  await once(silent, 'connection');
  stop.abort();
  const bell = await listening;
  await expect(bell.close()).resolves.toBeUndefined();
});

it('what somebody wrote into the queue is not quoted, and told once', () => {
  const told: (string | undefined)[] = [];
  const tell = (fault?: Error) => void told.push(fault?.message);
  const onError = connectionFaults({ url: 'redis://localhost', project: 'p', tell });
  for (const word of ['FORGED1 ALL', 'FORGED2 ALL'])
    try {
      JSON.parse(word);
    } catch (error) {
      if (error instanceof Error) onError(error);
    }
  onError(new Error('connect ECONNREFUSED 127.0.0.1:6379'));
  expect(told).toEqual(['an entry cannot be read', 'connect ECONNREFUSED 127.0.0.1:6379']);
});

it.each([
  ['a list that no memory holds', '*99999999999\r\n'],
  ['lists in lists without end', '*1\r\n'.repeat(200_000)],
])('a queue that lies ends no worker: %s', async (_, lie) => {
  let connections = 0;
  const liar = createServer((socket) => {
    connections += 1;
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {}).on('data', () => socket.write(lie));
  });
  onTestFinished(() => void liar.close());
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const { port } = liar.address() as AddressInfo;
  const told = new Set<string | undefined>();
  const tell = (fault?: Error) => void told.add(fault?.message);
  const stop = new AbortController();
  const user = { url: `redis://127.0.0.1:${port}`, project: 'p', tell };
  const bell = await listen(user, { region: 'a', capacity: 1, stop: stop.signal }, async () => {});
  // Each of the two connections of a worker is made anew.
  await vi.waitUntil(
    () => connections > 3 && [...told].some((one) => one?.endsWith('it answers what is no answer')),
    30_000,
  );
  void bell.close().catch(() => {});
});
