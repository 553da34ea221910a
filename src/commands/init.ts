import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemMessage } from '../inventory/read-text.ts';
import { quote } from '../plan/quote.ts';
import { printable } from '../report/printable.ts';
import { defineCommand } from './command.ts';
import { init as declaration } from './declaration/init.ts';
import { UsageError } from './declaration/option.ts';
import { starterFiles } from './pages/starter.ts';

export const init = defineCommand(declaration, async ({ inventory }, io, folder = '.') => {
  const files = Object.entries(starterFiles(inventory.length > 0)).map(
    ([name, text]) => [join(folder, name), text] as const,
  );
  const there = files.map(([path]) => path).filter((path) => existsSync(path));
  if (there.length > 0)
    throw new UsageError(`nothing is written, because there is ${there.join(', ')}. Name another folder.`);
  for (const [path, text] of files) {
    write(path, text);
    io.out(`${printable(path)}\n`);
  }
  const sources = inventory.length > 0 ? inventory : [join(folder, 'inventory.yaml')];
  const words = [join(folder, 'site.yaml'), ...sources.flatMap((source) => ['-i', source])];
  io.out(`\nCheck it, and see what it would change:\n`);
  for (const option of ['--syntax-check', '--check'])
    io.out(`    ${quote(['virtfleet', 'run', ...words, option])}\n`);
  return 0;
});

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // It fails where a file has come meanwhile.
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${systemMessage(error)}`);
  }
}
