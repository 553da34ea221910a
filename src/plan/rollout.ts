/** Hosts of a play that are performed together, after those of the waves before them. */
export interface Wave {
  hosts: readonly string[];
  /** What the wave is for: `canary`, `5 %`, `batch 2 of 4`. */
  what: string;
}

/**
 * The waves of a rollout that an earlier run began: it has waves for `passed` behind it, so those come not again. Their
 * hosts go with the next wave.
 */
export function continued(waves: readonly Wave[], passed: readonly string[]): Wave[] {
  const isBehind = ({ what }: Wave) => passed.includes(what);
  const early = waves.filter(isBehind).flatMap(({ hosts }) => hosts);
  const [next, ...later] = waves.filter((wave) => !isBehind(wave));
  if (early.length === 0) return [...waves];
  return next
    ? [{ ...next, hosts: [...early, ...next.hosts] }, ...later]
    : waves.slice(-1).map((last) => ({ ...last, hosts: early }));
}

/** The waves of a play. */
export interface PlannedRollout {
  play: string;
  waves: readonly Wave[];
  /** What the play says of them, in its own words: `verify: 2 tasks`, `soak: 5m`, `max_fail: 2`. */
  terms?: readonly string[];
}

/**
 * What is asked between two waves: `verify` tasks, `soak` time, a `drift` check of the wave, whether its `guests` are
 * still connected, and a person (`pause`).
 */
export const GATES = ['verify', 'soak', 'drift', 'guests', 'pause'] as const;
export type Gate = (typeof GATES)[number];

/** Who says whether the next wave begins. */
export interface Pausing {
  /** Asked before each wave but the first, not only where a play has `pause`. */
  everyWave: boolean;
  /** Nobody is asked: every wave begins. */
  isSure: boolean;
  /** Asks a person, until the signal aborts; absent where nobody is there. Undefined when no answer is given. */
  ask?: (question: string, until: AbortSignal) => Promise<boolean | undefined>;
}
