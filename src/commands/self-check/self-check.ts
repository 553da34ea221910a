import { defineCommand } from '../command.ts';
import { selfCheck as declaration } from '../declaration/reference.ts';

export const selfCheck = defineCommand(declaration, async (options, io) => {
  const { checkSelf } = await import('./checks.ts');
  return checkSelf(options, io, Date.now());
});
