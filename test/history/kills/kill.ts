import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { bundled } from '../../bundled.ts';

/** What was found behind some kills. */
export interface Killed {
  /** Runs that were reported as finished. */
  finished: string[];
  /** Warnings of the recorder: those runs were not reported as finished. */
  warned: string[];
  /** What is wrong, a sentence each. */
  wrong: string[];
}

/** Kills a process that keeps runs in `path`, at a random moment after its first; reads the file behind it. */
export async function killOnce(path: string, name: string): Promise<Killed> {
  const program = await bundled(join(import.meta.dirname, 'child.ts'));
  const child = spawn(process.execPath, [program, path, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let printed = '';
  const first = new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString();
      resolve();
    });
  });
  await Promise.race([first, ended]);
  await sleep(Math.random() * 200);
  child.kill('SIGKILL');
  await ended;
  // The last line may be cut.
  const lines = printed.split('\n').slice(0, -1);
  const finished = lines.filter((line) => !line.startsWith('warned'));
  const warned = lines.filter((line) => line.startsWith('warned'));
  return { finished, warned, wrong: wrongIn(path, finished) };
}

function wrongIn(path: string, finished: readonly string[]): string[] {
  const db = new Database(path);
  try {
    const wrong: string[] = [];
    const check = db.prepare('pragma integrity_check').get() as { integrity_check: string };
    if (check.integrity_check !== 'ok') wrong.push(`integrity_check says ${check.integrity_check}`);
    const run = db.prepare('select number, ended, exit_code from runs where id = ?');
    const count = db.prepare('select count(*) as count from outcomes where run = ?');
    for (const id of finished) {
      const row = run.get(id) as { number: number; ended: string | null } | undefined;
      if (row?.ended == null) wrong.push(`run ${id} was reported as finished, and has no end`);
      else if ((count.get(row.number) as { count: number }).count !== 400)
        wrong.push(`run ${id} lacks outcomes`);
    }
    return wrong;
  } finally {
    db.close();
  }
}
