import type { Found } from '../../src/history/found-row.ts';
import { Recorder } from '../../src/history/recorder.ts';
import type { Mode } from '../../src/plan/outcome.ts';
import type { Event, Happening } from '../../src/plan/run-event.ts';
import type { TaskRecord } from '../../src/plan/task-record.ts';

/** A run to keep. */
export interface Told {
  id: string;
  /** ISO 8601. */
  time: string;
  mode?: Mode;
  operator?: string;
  playbook?: string;
  hosts: readonly string[];
  records: readonly TaskRecord[];
  exitCode?: number;
  /** What a drift check found. */
  found?: Found;
  /** The scheduled check that it is. */
  schedule?: string;
  /** What it tells of its waves. */
  waves?: readonly Happening[];
}

/** A recorder that puts its warnings into a list. */
export function recorderAt(
  place: ConstructorParameters<typeof Recorder>[0]['place'],
  playbook = 'site.yaml',
  schedule?: string,
): { recorder: Recorder; warned: string[] } {
  const warned: string[] = [];
  const head = {
    version: '1.2.3',
    playbooks: [playbook],
    inventory: ['hosts'],
    inventoryHash: '00c0ffee',
    limit: undefined,
    tags: ['net'],
    skipTags: [],
    schedule,
  };
  const commit = Promise.resolve({ id: 'c0ffee', changed: false });
  return { recorder: new Recorder({ place, head, commit, warn: (why) => warned.push(why) }), warned };
}

/** Gives a recorder what a run begins with. */
export function begin(
  recorder: Recorder,
  { id, time, mode = 'apply', hosts, ...rest }: Omit<Told, 'records'>,
): void {
  const { playbook = 'site.yaml', operator = 'alice@laptop' } = rest;
  recorder.listener(eventOf(id, time, { type: 'run-started', playbook, mode, operator, hosts }));
}

/** Keeps a whole run; resolves to what was warned of. */
export async function keep(place: Parameters<typeof recorderAt>[0], told: Told): Promise<string[]> {
  const { recorder, warned } = recorderAt(place, told.playbook, told.schedule);
  begin(recorder, told);
  for (const record of told.records)
    recorder.listener(eventOf(told.id, told.time, { type: 'task-ended', record }));
  for (const one of told.waves ?? []) recorder.listener(eventOf(told.id, told.time, one));
  for (const host of told.hosts) recorder.listener(eventOf(told.id, told.time, { type: 'host-ended', host }));
  const { time: ended, exitCode = 0, found } = told;
  await recorder.finish({ ended, exitCode, ...(found && { found }) });
  return warned;
}

export function eventOf(run: string, time: string, happening: Happening): Event {
  return { run, time, ...happening };
}
