import type * as z from 'zod';
import type { Variables } from '../../inventory/host.ts';
import type { AnyModule } from '../../modules/module.ts';
import type { Problem } from '../../problem.ts';
import type { Template } from '../../template/interpolation/text.ts';
import { isMap, sortOf } from '../../template/values.ts';
import { adviceForPlay } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import type { Findings } from '../findings.ts';
import { NOTHING_INHERITED, type Written } from '../inherited.ts';
import { playKeywords } from '../keywords.ts';
import type { Play, Prompt, TaskTree } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { inherit, readTemplate } from './inherit.ts';
import { readRole, withEntry } from './read-role.ts';
import { readRollout } from './read-rollout.ts';
import { readVariables } from './read-variables.ts';
import type { Around, PlayParts } from './reading.ts';
import { readEntry } from './role-entry.ts';
import type { SourceFiles } from './source-files.ts';
import type { TaskIds } from './task-ids.ts';
import { TaskReader } from './task-reader.ts';
import { unknownHandlers } from './unknown-handlers.ts';

/** What all plays of a run share while they are read. */
export interface PlayReading {
  modules: readonly AnyModule[];
  ids: TaskIds;
  sources: SourceFiles;
  findings: Findings;
  /** Whether hosts that fail run their handlers, where a play does not say. */
  forcesHandlers: boolean;
}

/** The playbook that a play stands in. */
interface Source {
  file: string;
  folder: string;
}

/** Reads a play; undefined for one that cannot be run, which is said in the findings. */
export function readPlay(part: Part, source: Source, shared: PlayReading): Play | undefined {
  const { findings } = shared;
  if (!isMap(part.value)) {
    findings.add([notAPlay(part)]);
    return undefined;
  }
  const keys = findings.try(() =>
    check(playKeywords, part.value, part, { name: 'play', sort: 'key', advice: adviceForPlay }),
  );
  if (keys?.max_delete !== undefined && !keys.prune) findings.add([nothingToDelete(part)]);
  const settings = { ...inherit(NOTHING_INHERITED, part, findings), vars: {} };
  const parts: PlayParts = { folder: source.folder, handlers: [], roles: [] };
  const reader = new TaskReader({ ...shared, parts });
  const around: Around = { inherited: settings, folder: source.folder, files: [] };
  const flush: TaskTree = { ...NOTHING_INHERITED, kind: 'meta', action: 'flush_handlers', place: part.place };
  const sections = sectionsOf(part, reader, around);
  const tasks =
    (keys?.force_handlers ?? shared.forcesHandlers) ? forced(sections, flush) : inOrder(sections, flush);
  const verify = reader.tasks(part.at('verify'), around);
  parts.handlers.push(...reader.handlers(part.at('handlers'), around));
  findings.add(unknownHandlers(tasks, parts.handlers));
  const vars = Object.assign(
    {},
    ...part
      .at('vars')
      .items()
      .map((one) => readVariables(one, findings)),
  );
  const hosts = findings.try(() => readTemplate(part.at('hosts')));
  const gathers = part.at('gather_facts').value ?? undefined;
  const gatherFlag =
    gathers === undefined ? undefined : findings.try(() => readTemplate(part.at('gather_facts')));
  const varsFiles = part
    .at('vars_files')
    .items()
    .map((one) =>
      one.items().flatMap((each): Written<Template>[] => findings.try(() => [readTemplate(each)]) ?? []),
    );
  if (!hosts || !playKeywords.shape.hosts.safeParse(part.at('hosts').value).success) return undefined;
  const name = keys?.name ?? part.at('hosts').texts().join(',');
  return {
    ...{ name, called: name },
    place: part.place,
    ...source,
    hosts,
    vars,
    varsFiles,
    ...(gatherFlag && { gathers: gatherFlag }),
    prompts: (keys?.vars_prompt ?? []).map((prompt, index) =>
      promptOf(prompt, part.at('vars_prompt').at(index), findings),
    ),
    connection: connectionIn(part),
    settings,
    ...(keys?.prune && { prune: { maxDelete: keys.max_delete ?? 1 } }),
    serial: keys?.serial === undefined ? [] : [keys.serial].flat(),
    rollout: readRollout(part, keys, verify, findings),
    roles: parts.roles,
    tasks,
    handlers: parts.handlers,
  };
}

/** `pre_tasks`, the tasks of `roles` and `tasks`, and `post_tasks`. */
type Sections = readonly [TaskTree[], TaskTree[], TaskTree[]];

function sectionsOf(part: Part, reader: TaskReader, around: Around): Sections {
  const before = reader.tasks(part.at('pre_tasks'), around);
  const roles = part
    .at('roles')
    .items()
    .flatMap((entry) => rolesOf(entry, reader, around));
  const tasks = reader.tasks(part.at('tasks'), around);
  return [before, [...roles, ...tasks], reader.tasks(part.at('post_tasks'), around)];
}

/** Handlers run between the sections that there are; behind the last they do so by themselves. */
function inOrder([before, tasks, after]: Sections, flush: TaskTree): TaskTree[] {
  return [
    ...before,
    ...(before.length > 0 ? [flush] : []),
    ...tasks,
    ...(after.length > 0 ? [flush] : []),
    ...after,
  ];
}

/** Handlers run however a section ends. Source: `compile` in `playbook/play.py` of Ansible 2.14. */
function forced(sections: Sections, flush: TaskTree): TaskTree[] {
  return sections
    .filter((tasks) => tasks.length > 0)
    .map((tasks) => ({ kind: 'block', name: '', tasks, rescue: [], always: [flush] }));
}

function rolesOf(part: Part, reader: TaskReader, around: Around): TaskTree[] {
  const { findings, parts } = reader;
  const entry = readEntry(part, findings);
  const read =
    entry && findings.try(() => readRole({ ...entry, from: {} }, withEntry(around, entry), reader));
  if (!read) return [];
  parts.roles.push(read.role);
  parts.handlers.push(...read.handlers);
  return [read.tree];
}

/** The keywords that say how hosts are reached, by their variables. */
const CONNECTION = {
  connection: 'ansible_connection',
  remote_user: 'ansible_user',
  port: 'ansible_port',
  become_method: 'ansible_become_method',
};

function connectionIn(part: Part): Variables {
  const all = Object.entries(CONNECTION).map(([key, name]) => [name, part.at(key)] as const);
  return Object.fromEntries(
    all.flatMap(([name, { value, place }]) => (value === undefined ? [] : [[name, { value, place }]])),
  );
}

type PromptKeys = NonNullable<z.output<typeof playKeywords>['vars_prompt']>[number];

function promptOf({ name, ...keys }: PromptKeys, part: Part, findings: Findings): Prompt {
  const written = (key: 'prompt' | 'default') =>
    keys[key] === undefined ? undefined : findings.try(() => readTemplate(part.at(key)));
  const [text, fallback] = [written('prompt'), written('default')];
  return {
    name,
    ...(text && { text }),
    ...(fallback && { default: fallback }),
    isPrivate: keys.private ?? true,
    confirms: keys.confirm ?? false,
    place: part.place,
  };
}

function nothingToDelete(part: Part): Problem {
  return {
    code: 'no-prune',
    summary: 'A play that removes nothing says how much it may remove',
    detail: '`max_delete` is of use with `prune` only.',
    place: part.at('max_delete').keyPlace,
    hint: 'Add `prune: owned`, or remove it.',
  };
}

function notAPlay(part: Part): Problem {
  return {
    code: 'not-a-play',
    summary: 'A play is not a map',
    detail: `It is ${sortOf(part.value)}.`,
    place: part.place,
    hint: 'Write `- hosts: …` and below it `tasks:`.',
  };
}
