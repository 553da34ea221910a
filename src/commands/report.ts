import { defineCommand } from './command.ts';
import { UsageError } from './declaration/option.ts';
import { report as declaration } from './declaration/report.ts';

export const report = defineCommand(declaration, async (options, io, ...words) => {
  if (words.join(' ') !== 'serve') throw new UsageError('it is written virtfleet report serve.');
  const { serve } = await import('./report/serve.ts');
  return serve(options, io);
});
