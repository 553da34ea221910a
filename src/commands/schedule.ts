import { defineCommand } from './command.ts';
import { schedule as declaration } from './declaration/schedule.ts';

export const schedule = defineCommand(declaration, async (options, io, ...words) => {
  const { dispatch } = await import('./schedule/dispatch.ts');
  return dispatch(words, options, io);
});
