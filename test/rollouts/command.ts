import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event as RunEvent } from '../../src/plan/run-event.ts';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import type { Lab } from '../lab/lab.ts';

/** An event as a line of NDJSON has it. */
export type Event =
  | Exclude<RunEvent, { type: 'task-ended' }>
  | ({ type: 'task-ended'; run: string } & TaskRecord);

/** How a command ended: its exit code, what it printed, and its events. */
export interface Ended {
  code: number;
  printed: string;
  events: readonly Event[];
}

/**
 * Runs a command of Virtfleet as the operator of a lab, with its history in a folder. As soon as an event fits one of `meanwhile`, once each, its work begins;
 * the command goes on beside it.
 */
export async function virtfleet(
  { lab, folder }: { lab: Lab; folder: string },
  words: readonly string[],
  meanwhile: readonly { on: (event: Event) => boolean; work: (event: Event) => Promise<unknown> }[] = [],
): Promise<Ended> {
  const file = join(folder, 'events.ndjson');
  rmSync(file, { force: true });
  const argv = [
    'node',
    'dist/cli.js',
    ...words,
    '-i',
    lab.paths.inventory,
    '--history',
    join(folder, 'history.db'),
  ];
  let isOver = false;
  const running = lab.exec([...argv, '--ndjson', file]).finally(() => {
    isOver = true;
  });
  const works: Promise<unknown>[] = [];
  const open = new Set(meanwhile);
  while (!isOver && open.size > 0) {
    for (const one of open) {
      const event = eventsOf(file).find(one.on);
      if (!event) continue;
      open.delete(one);
      works.push(one.work(event));
    }
    await sleep(200);
  }
  const { code, stdout, stderr } = await running;
  await Promise.all(works);
  return { code, printed: `${stdout}${stderr}`, events: eventsOf(file) };
}

/** The lines that are whole. */
function eventsOf(file: string): Event[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);
}
