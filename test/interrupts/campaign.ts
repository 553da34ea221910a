import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WAYS, type Way } from './client.ts';
import type { Kind } from './kinds.ts';
import { calibrate, type Stage, type Trial, tried } from './trial.ts';

/** A moment that was tried. */
export interface Tried extends Trial {
  kind: string;
  host: string;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Tries each kind at so many moments, in all ways in turn, and begins none after `until` (milliseconds since 1970); kinds
 * run side by side, each on a host of its own.
 */
export async function campaign(
  kinds: readonly Kind[],
  hosts: readonly string[],
  { moments, random, until }: { moments: number; random: () => number; until: number },
  told: (one: Tried) => void,
): Promise<Tried[]> {
  const root = mkdtempSync(join(tmpdir(), 'virtfleet-interrupts-'));
  const all: Tried[] = [];
  const work = async (
    kind: Kind,
    host: string,
    plans: readonly { way: Way; part: number; gap: number }[],
  ) => {
    const folder = join(root, `${kind.name}-${host}`);
    mkdirSync(folder);
    const stage: Stage = { host, kind, folder, version: 1, takes: 0 };
    await kind.prepare?.(host);
    await calibrate(stage);
    await calibrate(stage);
    for (const { way, part, gap } of plans) {
      if (Date.now() > until) return;
      const one = { ...(await tried(stage, { way, delay: part * stage.takes, gap })), kind: kind.name, host };
      all.push(one);
      told(one);
    }
  };
  try {
    await Promise.all(
      kinds.map((kind, index) => {
        const host = hosts[index % hosts.length] ?? '';
        const plans = Array.from({ length: moments }, (_, at) => {
          const way = WAYS[at % WAYS.length] ?? 'once';
          return { way, part: 0.1 + random() * 0.95, gap: random() * 300 };
        });
        return work(kind, host, plans);
      }),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
  return all;
}
