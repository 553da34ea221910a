import type { Episode } from '../../history/questions/timeline.ts';
import type { Evidence } from '../../plan/evidence.ts';
import type { Report } from '../files/report.ts';

/** What the page is made of: a report, with what only the page shows. Plain data without secrets. */
export interface PageDocument {
  report: Report;
  /** As they were typed. */
  playbooks: readonly string[];
  /** What hosts say beside their tasks, by host. */
  evidence: ReadonlyMap<string, Evidence>;
  /** What earlier runs saw of what differs, by `lifeKey`; absent where the history was not asked. */
  lives: ReadonlyMap<string, readonly Episode[]>;
  /** Of a run that is read from the history. */
  kept?: Kept;
}

/** What only a page of `report serve` has. */
export interface Kept {
  /** Its number. */
  run: number;
  /** Another one is of something newer. */
  version: string;
  /** What the history does not know of it, a sentence each. */
  lacks: readonly string[];
}

/** A resource of a host as a key. */
export function lifeKey(host: string, resource: string): string {
  return JSON.stringify([host, resource]);
}
