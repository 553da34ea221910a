import type { Gate } from '../../plan/rollout.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import type { RolloutRecord, WaveRecord } from '../../report/rollout/rollouts.ts';
import type { KeptRun, KeptWave } from '../questions/kept-run.ts';

/** How the waves of a run that is kept went, as reports have it. A wave has the times of the tasks of its hosts. */
export function rolloutsOf({ run, waves, tasks }: Pick<KeptRun, 'run' | 'waves' | 'tasks'>): RolloutRecord[] {
  return [...new Set(waves.map(({ play }) => play))].map((play) => {
    const own = waves.filter((wave) => wave.play === play);
    const stopped = own.find(({ state }) => state === 'stopped');
    return {
      play,
      waves: own.map((wave) => waveOf(wave, timesOf(wave, tasks, run.started))),
      ...(stopped && { stopped: { wave: stopped.wave, why: stopped.message ?? '' } }),
    };
  });
}

interface Times {
  started: string;
  ended: string;
}

function waveOf({ what, hosts, failed, state, message }: KeptWave, { started, ended }: Times): WaveRecord {
  const gate = state === 'gate' && message !== null ? [{ gate: message as Gate, started: ended }] : [];
  return {
    ...{ what, hosts, failed, gates: gate },
    ...(state !== 'waiting' && { started }),
    ...(state !== 'waiting' && state !== 'begun' && { ended }),
  };
}

function timesOf({ play, hosts }: KeptWave, tasks: readonly TaskRecord[], begin: string): Times {
  const own = tasks.filter((task) => task.play === play && hosts.includes(task.host));
  const starts = own.flatMap(({ started }) => started ?? []).toSorted();
  const ends = own.map(({ ended }) => ended).toSorted();
  const started = starts[0] ?? begin;
  return { started, ended: ends.at(-1) ?? started };
}
