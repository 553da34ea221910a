import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundled } from '../../bundled.ts';
import { wrongIn } from './wrong-in.ts';

/** What was found behind some kills. */
export interface Killed {
  /** Runs that were reported as finished. */
  finished: string[];
  /** Warnings of the recorder: those runs were not reported as finished. */
  warned: string[];
  /** What is wrong, a sentence each. */
  wrong: string[];
}

/** Kills two processes that keep runs in `path`, at a random moment after the first of each; reads the file behind them. */
export async function killOnce(path: string, name: string): Promise<Killed> {
  const program = await bundled(join(import.meta.dirname, 'child.ts'));
  const both = ['a', 'b'].map((letter) => start([program, path, `${name}${letter}`]));
  await Promise.all(both.map(({ first }) => first));
  await sleep(Math.random() * 200);
  for (const { child } of both) child.kill('SIGKILL');
  const printed = await Promise.all(both.map(({ ended }) => ended));
  const lines = printed.flat();
  const finished = lines.filter((line) => !line.startsWith('warned'));
  const warned = lines.filter((line) => line.startsWith('warned'));
  const silent = printed.filter((of) => of.length === 0).map(() => 'a process kept no run');
  return { finished, warned, wrong: [...silent, ...wrongIn(path, finished, 400)] };
}

/** A child, when it prints for the first time or ends, and all whole lines that it has printed when it ends. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
  });
  // The last line may be cut.
  const ended = once(child, 'close').then(() => printed.split('\n').slice(0, -1));
  return { child, ended, first: Promise.race([once(child.stdout, 'data'), ended]) };
}
