import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
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
