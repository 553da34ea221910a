import type { AnyModule } from '../../modules/module.ts';
import type { Findings } from '../findings.ts';
import type { Inherited } from '../inherited.ts';
import type { Handler, TaskTree } from '../model.ts';
import type { Role } from '../role.ts';
import type { Part } from '../yaml-node.ts';
import type { SourceFiles } from './source-files.ts';
import type { TaskIds } from './task-ids.ts';

/** Where tasks stand, and what they take over. */
export interface Around {
  inherited: Inherited;
  /** The absolute folder of the file that they stand in. */
  folder: string;
  /** The files whose tasks are being read, the outermost first: none of them may be imported again. */
  files: readonly string[];
}

/** What reading a play collects beside its tasks. */
export interface PlayParts {
  /** The absolute folder of the playbook. */
  folder: string;
  handlers: Handler[];
  roles: Role[];
}

/** Reads tasks; what is wrong with one is collected, and the task is kept without what could not be read. */
export interface Reading {
  readonly findings: Findings;
  readonly modules: readonly AnyModule[];
  readonly ids: TaskIds;
  readonly sources: SourceFiles;
  readonly parts: PlayParts;
  tasks(list: Part, around: Around): TaskTree[];
  handlers(list: Part, around: Around): Handler[];
  /** The same for tasks that are read later: what is wrong with them and what they collect is theirs alone. */
  apart(): Reading;
}
