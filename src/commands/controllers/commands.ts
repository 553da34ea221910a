import { defineCommand } from '../command.ts';
import * as declarations from '../declaration/schedule.ts';

export const server = defineCommand(declarations.server, async (options, io) => {
  const { serveControllers } = await import('./server.ts');
  return serveControllers(options, io);
});

export const worker = defineCommand(declarations.worker, async (options, io) => {
  if (options.job) {
    const { performGiven } = await import('./perform.ts');
    return performGiven(io);
  }
  const { work } = await import('./worker.ts');
  return work(options, io);
});
