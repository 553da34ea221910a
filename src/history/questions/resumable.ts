import type { Asked } from '../asked.ts';
import type { History } from '../history.ts';
import type { HostState } from '../tables.ts';

/** What is asked of a run; a host that is not done came to no good end, or to none. */
export type HostSet = 'failed' | 'unreachable' | 'changed' | 'not-done';

const DONE: readonly HostState[] = ['ok', 'changed', 'differs'];
const FAILED: readonly HostState[] = ['failed', 'blocked', 'lost'];

/** The last run that wrote, of these playbooks where they are given; undefined where there is none. */
export async function lastRunOf(
  history: History,
  playbooks: readonly string[] = [],
): Promise<number | undefined> {
  let runs = history.selectFrom('runs').select('number').where('mode', '=', 'run');
  if (playbooks.length > 0) runs = runs.where('playbooks', '=', JSON.stringify(playbooks));
  const run = await runs.orderBy('number', 'desc').limit(1).executeTakeFirst();
  return run?.number;
}

/** The hosts of a run that a set has, in the order of their names. */
export async function hostsIn(history: History, run: number, set: HostSet): Promise<string[]> {
  const rows = await history
    .selectFrom('hosts')
    .select(['host', 'state', 'changed'])
    .where('run', '=', run)
    .orderBy('host')
    .execute();
  const isIn = {
    failed: ({ state }) => state !== null && FAILED.includes(state),
    unreachable: ({ state }) => state === 'unreachable',
    changed: ({ changed }) => changed > 0,
    'not-done': ({ state }) => state === null || !DONE.includes(state),
  } satisfies Record<HostSet, (row: (typeof rows)[number]) => boolean>;
  return rows.filter(isIn[set]).map(({ host }) => host);
}

/** How a run was asked for; undefined of one that an older Virtfleet kept. */
export async function askedOf(history: History, run: number): Promise<Asked | undefined> {
  const { asked } = await history
    .selectFrom('runs')
    .select('asked')
    .where('number', '=', run)
    .executeTakeFirstOrThrow();
  return asked === null ? undefined : (JSON.parse(asked) as Asked);
}

/** By play, what the waves of a run were for behind which it went on. */
export async function passedWaves(history: History, run: number): Promise<Map<string, string[]>> {
  const waves = await history
    .selectFrom('waves')
    .select(['play', 'wave', 'what', 'state', 'failed'])
    .where('run', '=', run)
    .orderBy('wave')
    .execute();
  const passed = new Map<string, string[]>();
  for (const { play, wave, what } of waves) {
    const isBehind = waves.some((one) => one.play === play && one.wave > wave && one.state !== 'waiting');
    if (isBehind) passed.set(play, [...(passed.get(play) ?? []), what]);
  }
  return passed;
}
