import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * usage: npm run check, which runs it with the names of scripts of package.json
 *
 * Runs them at the same time and prints what each says when it ends. Ends with 1 when one of them fails.
 */
interface Manifest {
  scripts: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

async function run(name: string): Promise<void> {
  const child = spawn(`${scripts[name]} 2>&1`, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await text(child.stdout);
  const failed = (await status) !== 0;
  process.stdout.write(`${name}${failed ? ' failed' : ''}: ${scripts[name]}\n${said}`);
  if (failed) process.exitCode = 1;
}

await Promise.all(process.argv.slice(2).map(run));
