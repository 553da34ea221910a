import type { PlannedRollout } from '../../plan/rollout.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { counted, listed, ranges } from '../fold.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';
import { gateEnd, type RolloutRecord, type WaveRecord, waveName } from './rollouts.ts';

/** Waves that follow each other and say the same share a line, where they are more than this. */
const APART = 3;

/** Which hosts are in which wave: `ROLLOUT "Networks": 3 waves`, a line for each, and what the play says of them. */
export function plannedLines({ play, waves, terms = [] }: PlannedRollout, width: number): string[] {
  const rows = waves.map(({ hosts, what }, at): Row => {
    const label = `  ${labelOf(what, at + 1)}: `;
    return { one: label + listed(ranges(hosts), width - label.length), same: `${hosts.length}`, hosts };
  });
  const each = ({ length }: readonly string[]) => `${counted(length, 'host')} each`;
  return [
    `ROLLOUT "${printable(play)}": ${counted(waves.length, 'wave')}`,
    ...foldedRows(rows, (some) => each(some[0]?.hosts ?? [])),
    ...(terms.length > 0 ? wrapped(`with ${printable(terms.join(', '))}`, width, '  ') : []),
  ];
}

/** How the waves of a play went; one line where all came to a good end. */
export function rolloutLines(
  rollout: RolloutRecord,
  outcomes: readonly TaskRecord[],
  width: number,
): string[] {
  const { play, waves, stopped } = rollout;
  const own = outcomes.filter((one) => one.play === play && one.status === 'changed');
  const changed = new Set(own.map(({ host }) => host));
  const rows = waves.map((wave, at): Row => {
    const { text, same } = wentOf(wave, changed, width, stopped?.why);
    return { one: `  ${labelOf(wave.what, at + 1)}: ${text}`, same, hosts: wave.hosts };
  });
  const head = `Rollout of "${printable(play)}"`;
  if (!stopped && rows.every(({ same }) => same === DONE))
    return [`${head}: all ${counted(waves.length, 'wave')} done.`];
  const why = stopped ? `: stopped after ${waveName(rollout, stopped.wave)}. ${printable(stopped.why)}` : ':';
  return [
    ...wrapped(`${head}${why}`, width),
    ...foldedRows(rows, (some, same) => {
      const hosts = some.flatMap((row) => row.hosts);
      return `${counted(hosts.length, 'host')}${same === NOT_STARTED ? ' not started' : ''}`;
    }).flatMap((line) => wrapped(line, width, '')),
  ];
}

const DONE = 'done';
const NOT_STARTED = 'not started';

interface Row {
  /** The line of the wave by itself. */
  one: string;
  /** Equal of waves that can share a line. */
  same: string;
  hosts: readonly string[];
}

function wentOf(
  { hosts, started, ended, failed, gates }: WaveRecord,
  changed: ReadonlySet<string>,
  width: number,
  said = '',
): { text: string; same: string } {
  const all = counted(hosts.length, 'host');
  if (started === undefined) return { text: `${all} not started`, same: NOT_STARTED };
  const count = hosts.filter((host) => changed.has(host)).length;
  const gate = gates.find(({ passed }) => passed === false);
  const parts = [
    failed.length > 0 ? `${failed.length} of ${all} failed: ${listed(ranges(failed), width / 2)}` : all,
    ...(count > 0 ? [`${count} changed`] : []),
    ...(ended === undefined ? ['not ended'] : []),
  ].join('; ');
  const { message, interrupted } = gate ?? {};
  const isSaid = message === undefined || interrupted || said.includes(message);
  const asked = gate ? `; ${gateEnd(gate)}${isSaid ? '' : `: ${printable(message)}`}` : '';
  const isFine = failed.length === 0 && !gate && ended !== undefined;
  return { text: parts + asked, same: isFine ? DONE : parts + asked };
}

function labelOf(what: string, wave: number): string {
  return what === '' ? `wave ${wave}` : printable(what);
}

/** The lines of the waves; `text` is what those that share a line say. */
function foldedRows(rows: readonly Row[], text: (rows: readonly Row[], same: string) => string): string[] {
  const runs: Row[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run && run[0]?.same === row.same) run.push(row);
    else runs.push([row]);
  }
  let wave = 0;
  return runs.flatMap((run) => {
    const first = wave + 1;
    wave += run.length;
    if (run.length <= APART) return run.map(({ one }) => one);
    return [`  waves ${first} to ${wave}: ${text(run, run[0]?.same ?? '')}`];
  });
}
