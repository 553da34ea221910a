/** Hosts of a play that are performed together, after those of the waves before them. */
export interface Wave {
  hosts: readonly string[];
  /** What the wave is for: `canary`, `5 %`, `batch 2 of 4`. */
  what: string;
}

/**
 * What is asked between two waves: `verify` tasks, `soak` time, a `drift` check of the wave, whether its `guests` are
 * still connected, and a person (`pause`).
 */
export const GATES = ['verify', 'soak', 'drift', 'guests', 'pause'] as const;
export type Gate = (typeof GATES)[number];
