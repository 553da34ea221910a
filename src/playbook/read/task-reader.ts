import type { AnyModule } from '../../modules/module.ts';
import type { Problem } from '../../problem.ts';
import { isMap, sortOf } from '../../template/values.ts';
import { adviceForTask, shortName } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import { Findings } from '../findings.ts';
import { blockKeywords, handlerKeywords, taskKeywords } from '../keywords.ts';
import type { Handler, TaskTree } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { withModuleKey } from './action-key.ts';
import { importedFile } from './imported-file.ts';
import { inherit } from './inherit.ts';
import { includeKey, readInclude } from './read-include.ts';
import { isMeta, readMeta } from './read-meta.ts';
import { readTask } from './read-task.ts';
import type { Around, PlayParts, Reading } from './reading.ts';
import type { SourceFiles } from './source-files.ts';
import type { TaskIds } from './task-ids.ts';

/** Reads the tasks of a play, of whatever sort they are. */
export class TaskReader implements Reading {
  readonly findings: Findings;
  readonly modules: readonly AnyModule[];
  readonly ids: TaskIds;
  readonly sources: SourceFiles;
  readonly parts: PlayParts;

  constructor({ findings, modules, ids, sources, parts }: Omit<Reading, 'tasks' | 'handlers' | 'apart'>) {
    this.findings = findings;
    this.modules = modules;
    this.ids = ids;
    this.sources = sources;
    this.parts = parts;
  }

  tasks(list: Part, around: Around): TaskTree[] {
    return list.items().flatMap((part) => (this.#isMap(part) ? this.#tree(withModuleKey(part), around) : []));
  }

  handlers(list: Part, around: Around): Handler[] {
    return list
      .items()
      .flatMap((part) => (this.#isMap(part) ? this.#handler(withModuleKey(part), around) : []));
  }

  apart(): Reading {
    const { folder } = this.parts;
    return new TaskReader({ ...this, findings: new Findings(), parts: { folder, handlers: [], roles: [] } });
  }

  #tree(part: Part, around: Around): TaskTree[] {
    if (part.at('block').value !== undefined) return [this.#block(part, around)];
    if (isMeta(part)) return readMeta(part, around, this);
    const include = includeKey(part);
    if (include !== undefined) return readInclude(part, include, around, this);
    return [readTask(part, taskKeywords, around, this)];
  }

  #block(part: Part, around: Around): TaskTree {
    this.findings.try(() =>
      check(blockKeywords, part.value, part, { name: 'block', sort: 'key', advice: adviceForTask }),
    );
    const inner = { ...around, inherited: inherit(around.inherited, part, this.findings) };
    const section = (key: string) => this.tasks(part.at(key), inner);
    const [name = ''] = part.at('name').texts();
    return {
      kind: 'block',
      name,
      tasks: section('block'),
      rescue: section('rescue'),
      always: section('always'),
    };
  }

  #handler(part: Part, around: Around): Handler[] {
    const { role } = around.inherited;
    const names = part
      .at('name')
      .texts()
      .flatMap((name) => [name, ...(role ? [`${role.name} : ${name}`] : [])]);
    const about = { names, listen: part.at('listen').texts(), group: role?.path ?? '' };
    const key = includeKey(part);
    if (key === undefined) {
      if (names.length + about.listen.length === 0) this.findings.add([unnamed(part)]);
      return [{ ...about, task: readTask(part, handlerKeywords, around, this) }];
    }
    if (shortName(key) === 'import_tasks') return this.#importedHandlers(part, key, around);
    const { listen: _, ...rest } = part.value as Record<string, unknown>;
    return readInclude(part.with(rest), key, around, this).flatMap((tree) =>
      tree.kind === 'include' ? [{ ...about, task: tree }] : [],
    );
  }

  #importedHandlers(part: Part, key: string, around: Around): Handler[] {
    const inner = { ...around, inherited: inherit(around.inherited, part, this.findings) };
    const [file = ''] = part.at(key).texts();
    const found = this.findings.try(() => importedFile(file, part.at(key).place, inner, this));
    return found ? this.handlers(found.list, found.within) : [];
  }

  #isMap(part: Part): boolean {
    if (isMap(part.value)) return true;
    this.findings.add([notATask(part)]);
    return false;
  }
}

function notATask(part: Part): Problem {
  return {
    code: 'not-a-task',
    summary: 'A task is not a map',
    detail: `It is ${sortOf(part.value)}.`,
    place: part.place,
    hint: 'Write `- name: …` and below it the module with its arguments.',
  };
}

function unnamed(part: Part): Problem {
  return {
    code: 'unnamed-handler',
    summary: 'A handler has no name',
    detail: 'Nothing could notify it.',
    place: part.place,
    hint: 'Give it a name, or something to listen to.',
  };
}
