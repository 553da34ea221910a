import type { WaveRecord } from '../rollout/rollouts.ts';

/** What is left of a rollout depends on how many hosts are performed at once. */
export interface Pace {
  waves: readonly WaveRecord[];
  /** Hosts contacted at the same time. */
  forks: number;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Milliseconds until the last wave has ended, from those that have: a wave of more hosts than are contacted at once
 * takes several rounds, and what comes between two waves takes as long as it did so far. Undefined while nothing is
 * known of either, and where it takes longer than that already.
 */
export function leftOfWaves({ waves, forks, now }: Pace): number | undefined {
  const rounds = ({ hosts }: WaveRecord) => Math.ceil(hosts.length / forks);
  const ended = waves.filter(({ ended }) => ended !== undefined);
  const round = sum(ended.map((wave) => at(wave.ended) - at(wave.started))) / sum(ended.map(rounds));
  const pauses = ended.flatMap((wave, index) => pauseAfter(wave, waves[index + 1]));
  const pause = sum(pauses) / pauses.length;
  const coming = waves.slice(ended.length);
  if (coming.length === 0 || Number.isNaN(round) || Number.isNaN(pause)) return undefined;
  const [{ started } = { started: undefined }] = coming;
  const since = at(started ?? ended.at(-1)?.ended);
  const first = started === undefined ? pause : 0;
  const whole = first + sum(coming.map(rounds)) * round + (coming.length - 1) * pause;
  const left = whole - (now - since);
  return left > 0 ? left : undefined;
}

/** The same from hosts, where there are no waves: not before as many are done as are contacted at once. */
export function leftOfHosts({
  done,
  total,
  forks,
  elapsed,
}: {
  done: number;
  total: number;
  forks: number;
  elapsed: number;
}): number | undefined {
  return done < forks || done === total ? undefined : (elapsed * (total - done)) / done;
}

/** Between a wave and the next one; a gate that ends by itself is known before it has ended. */
function pauseAfter({ ended, gates }: WaveRecord, next: WaveRecord | undefined): number[] {
  const end = next?.started ?? gates.at(-1)?.until;
  return end === undefined ? [] : [at(end) - at(ended)];
}

function at(time: string | undefined): number {
  return Date.parse(time ?? '');
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}
