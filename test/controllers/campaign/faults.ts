import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.ts';
import type { Services } from './services.ts';
import { setRegion, startServer, startWorker } from './stage.ts';

/** What runs, and can be broken. */
export interface Running {
  folder: string;
  services: Services;
  server: Program;
  workers: { a: Program; b: Program };
}

export interface Fault {
  name: string;
  /** Absent where it is of nothing that a campaign may lack. */
  of?: 'queue';
  /** Breaks something and mends it. */
  work(running: Running): Promise<void>;
}

const second = (count: number) => sleep(count * 1_000);

/** Resolves soon after a check of the next minute has begun. */
async function inTheMiddle(): Promise<void> {
  await sleep(60_000 - (Date.now() % 60_000) + 4_000);
}

/** What may happen to controllers; each leaves all as it was. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'a worker is killed in the middle of its jobs, and started again',
    work: async (running) => {
      await inTheMiddle();
      await running.workers.a.kill('SIGKILL');
      await second(5);
      running.workers.a = startWorker(running.folder, 'a', { name: 'a' });
    },
  },
  {
    name: 'the queue is killed and forgets all',
    of: 'queue',
    work: async ({ services }) => {
      await inTheMiddle();
      await services.stopQueue();
      await second(3);
      await services.startQueue();
    },
  },
  {
    name: 'the database is stopped for 70 seconds',
    work: async ({ services }) => {
      await inTheMiddle();
      await services.stopDatabase();
      await second(70);
      await services.startDatabase();
    },
  },
  {
    name: 'region b is cut off for 75 seconds',
    work: async () => {
      await inTheMiddle();
      await setRegion('b', 'down');
      await second(75);
      await setRegion('b', 'up');
    },
  },
  {
    name: 'a worker hangs for 45 seconds while another one of its region is there',
    work: async (running) => {
      const spare = startWorker(running.folder, 'a', { name: 'a-spare', from: 'b' });
      await inTheMiddle();
      running.workers.a.signal('SIGSTOP');
      await second(45);
      running.workers.a.signal('SIGCONT');
      await second(10);
      await spare.kill('SIGTERM');
    },
  },
  {
    name: 'the server is killed, and away for 70 seconds',
    work: async (running) => {
      await inTheMiddle();
      await running.server.kill('SIGKILL');
      await second(70);
      running.server = startServer(running.folder);
    },
  },
  {
    name: 'a worker is stopped gently in the middle of its jobs, and started again',
    work: async (running) => {
      await inTheMiddle();
      await running.workers.b.kill('SIGTERM');
      running.workers.b = startWorker(running.folder, 'b', { name: 'b' });
    },
  },
  {
    name: 'the queue is away for 40 seconds',
    of: 'queue',
    work: async ({ services }) => {
      await services.stopQueue();
      await second(40);
      await services.startQueue();
    },
  },
];
