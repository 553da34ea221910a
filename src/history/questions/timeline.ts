import type { ChangeRecord } from '../../plan/task-record.ts';
import type { Sighting } from './resource-history.ts';

/** A run, as a line in time names it. */
export interface At {
  run: number;
  time: string;
}

/** One stretch in the life of a resource. */
export type Episode =
  /** Runs that found it as described. */
  | { kind: 'in-step'; first: At; last: At; runs: number }
  /** A difference that dry runs and checks found. */
  | {
      kind: 'drift';
      first: At;
      last: At;
      runs: number;
      change: ChangeRecord;
      /** The last run before that saw the resource without it. */
      lastInStep?: At;
      /** The run that repaired it. */
      repairedBy?: At & { by: string };
      /** The run that did not find it any more, though no run that is kept repaired it. */
      goneIn?: At;
    }
  /** A run that changed it. */
  | { kind: 'changed'; at: At; by: string; commit: string | null; changes: readonly ChangeRecord[] }
  /** A run that wanted to and could not, or saw nothing of it. */
  | { kind: 'failed'; at: At; by: string; status: string; message: string | null };

type Drift = Episode & { kind: 'drift' };

/** The life of a resource from what its runs saw, oldest first. What is skipped or never began says nothing of it. */
export function timeline(sightings: readonly Sighting[]): Episode[] {
  const life = new Life();
  for (const sighting of sightings) life.add(sighting);
  return life.episodes;
}

class Life {
  readonly episodes: Episode[] = [];
  /** The differences that are there, by what is said of them. */
  readonly #open = new Map<string, Drift>();
  #lastSeen: At | undefined;

  add({ run, time, by, commit, status, message, changes }: Sighting): void {
    const at = { run, time };
    switch (status) {
      case 'skipped':
      case 'not-started':
        return;
      case 'ok':
        this.#close({ goneIn: at });
        this.#inStep(at);
        break;
      case 'would-change':
        this.#drift(changes, at);
        break;
      case 'changed':
        this.#close({ repairedBy: { ...at, by } });
        this.episodes.push({ kind: 'changed', at, by, commit, changes });
        break;
      default:
        this.episodes.push({ kind: 'failed', at, by, status, message });
        return;
    }
    this.#lastSeen = at;
  }

  #inStep(at: At): void {
    const previous = this.episodes.at(-1);
    if (previous?.kind === 'in-step') extend(previous, at);
    else this.episodes.push({ kind: 'in-step', first: at, last: at, runs: 1 });
  }

  #drift(changes: readonly ChangeRecord[], at: At): void {
    const keys = new Set(changes.map(said));
    this.#close({ goneIn: at }, (key) => !keys.has(key));
    for (const change of changes) {
      const known = this.#open.get(said(change));
      if (known) {
        extend(known, at);
        continue;
      }
      const lastInStep = this.#lastSeen && { lastInStep: this.#lastSeen };
      const drift: Drift = { kind: 'drift', first: at, last: at, runs: 1, change, ...lastInStep };
      this.#open.set(said(change), drift);
      this.episodes.push(drift);
    }
  }

  #close(end: Pick<Drift, 'repairedBy' | 'goneIn'>, isOver: (key: string) => boolean = () => true): void {
    for (const [key, drift] of this.#open) {
      if (!isOver(key)) continue;
      Object.assign(drift, end);
      this.#open.delete(key);
    }
  }
}

function extend(episode: Episode & { runs: number; last: At }, at: At): void {
  episode.runs += 1;
  episode.last = at;
}

/** The same difference is the same text. */
function said({ what, before, after }: ChangeRecord): string {
  return JSON.stringify([what, before, after]);
}
