import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Layout } from './layout.ts';

/**
 * Runs `work` while no other process changes the same lab; waits for its turn.
 * The lock is a socket in the abstract namespace (unix(7)): the kernel drops it with its process,
 * so a killed owner leaves none behind.
 */
export async function locked<T>(layout: Layout, work: () => Promise<T>): Promise<T> {
  const server = await acquire(`\0${layout.operator}`);
  try {
    return await work();
  } finally {
    server.close();
  }
}

async function acquire(name: string): Promise<Server> {
  for (;;) {
    const server = createServer();
    server.listen(name);
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      await sleep(200);
    }
  }
}
