import type { Insertable } from 'kysely';
import type { Event } from '../plan/run-event.ts';
import { type Asked, sealedText } from './asked.ts';
import type { RunTable } from './tables.ts';

/** What the history keeps of how a run was asked for. */
export interface RunHead {
  /** The version of Virtfleet. */
  version: string;
  playbooks: readonly string[];
  inventory: readonly string[];
  inventoryHash: string;
  limit: string | undefined;
  tags: readonly string[];
  skipTags: readonly string[];
  /** The scheduled check that it is, if it is one. */
  schedule?: string | undefined;
  /** The number of the run that it goes on with. */
  resumes?: number | undefined;
  asked?: Asked | undefined;
  /** Seals that, in a history that others may write to. */
  seal?: (text: string) => string | undefined;
  /** The id of the saved plan that is applied. */
  savedPlan?: string | undefined;
}

/** The commit of the playbook's folder; `changed` when its files are not as committed. */
export type RunCommit = { id: string; changed: boolean } | undefined;

/** The event with which a run begins. */
export type Start = Event & { type: 'run-started' };

/** The row of a run that begins. */
export function runRow(start: Start, head: RunHead, commit: RunCommit): Insertable<RunTable> {
  const { operator } = start;
  const at = operator.lastIndexOf('@');
  return {
    id: start.run,
    mode: start.mode === 'apply' ? 'run' : start.mode,
    started: start.time,
    ended: null,
    exit_code: null,
    operator: at < 0 ? operator : operator.slice(0, at),
    machine: at < 0 ? '' : operator.slice(at + 1),
    version: head.version,
    playbooks: JSON.stringify(head.playbooks),
    inventory: JSON.stringify(head.inventory),
    inventory_hash: head.inventoryHash,
    limit_pattern: head.limit ?? null,
    tags: JSON.stringify(head.tags),
    skip_tags: JSON.stringify(head.skipTags),
    commit_id: commit?.id ?? null,
    commit_changed: commit ? Number(commit.changed) : null,
    schedule: head.schedule ?? null,
    resumes: head.resumes ?? null,
    asked: head.asked ? JSON.stringify(sealed(start.run, head, head.asked)) : null,
    saved_plan: head.savedPlan ?? null,
  };
}

function sealed(id: string, { seal, playbooks, inventory }: RunHead, asked: Asked): Asked {
  return seal ? { ...asked, seal: seal(sealedText({ id, playbooks, inventory }, asked)) } : asked;
}
