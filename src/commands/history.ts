import { defineCommand } from './command.ts';
import { history as declaration } from './declaration/history.ts';

export const history = defineCommand(declaration, async (options, io, ...words) => {
  const { askHistory } = await import('./ask-history.ts');
  return askHistory(words, options, io);
});
