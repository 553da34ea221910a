import { join } from 'node:path';
import type { Variables } from '../../inventory/host.ts';
import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { isMap, sortOf } from '../../template/values.ts';
import type { Inherited } from '../inherited.ts';
import type { Handler, TaskLeaf, TaskTree } from '../model.ts';
import type { Role } from '../role.ts';
import type { Block } from '../task-tree.ts';
import type { Part } from '../yaml-node.ts';
import { readVariables } from './read-variables.ts';
import type { Around, Reading } from './reading.ts';
import { type RoleEntry, readEntry } from './role-entry.ts';
import { findRole, roleFolders } from './role-folders.ts';
import { findFile, mainFiles } from './source-files.ts';

/** A role that is asked for. */
export interface RoleCall extends RoleEntry {
  /** Files other than `main`, without their endings. */
  from: Readonly<Record<string, string | undefined>>;
  /** Set where a task asks for it: what it says of duplicates, with its own variables. */
  included?: { allowsDuplicates: boolean; vars: Variables };
}

export interface ReadRole {
  role: Role;
  tree: TaskTree;
  /** Those of the roles that it depends on come first. */
  handlers: Handler[];
}

/** What a role has of its own, before that of others is joined to it. */
interface Layer {
  name: string;
  path: string;
  defaults: Variables;
  vars: Variables;
  params: Variables;
}

/** Reads a role and the roles that it depends on, whose tasks come first. Throws ProblemError when it is not there. */
export function readRole(
  call: RoleCall,
  around: Around,
  reading: Reading,
  parents: readonly Layer[] = [],
): ReadRole {
  const path = findRole(
    call.name,
    roleFolders(reading.parts.folder, around, reading.sources.rolesPath),
    call.place,
  );
  const { vars, params, from } = call;
  const marker = join(path, 'tasks', from.tasks ?? 'main');
  if (parents.some((one) => one.path === path) || around.files.includes(marker))
    throw new ProblemError([circle(call, parents)]);
  const own: Layer = {
    name: call.name,
    path,
    defaults: variablesOf(path, 'defaults', from.defaults, call.place, reading),
    vars: { ...vars, ...variablesOf(path, 'vars', from.vars, call.place, reading) },
    params,
  };
  const meta = metaOf(path, reading);
  const dependencies = meta.dependencies.map((entry) =>
    readRole({ ...entry, from: {} }, withEntry(around, entry), reading, [...parents, own]),
  );
  const role = joined(
    own,
    parents,
    dependencies.map((one) => one.role),
  );
  const inner = { ...around.inherited, role };
  const sections = ['tasks', 'handlers'].map((section) => filesOf(path, section, from[section], call.place));
  const [tasks = [], handlers = []] = sections.map((files) =>
    files.flatMap(
      (file) => reading.findings.try(() => [reading.sources.read(file, call.place)] as const) ?? [],
    ),
  );
  const at = (section: string): Around => ({
    inherited: inner,
    folder: join(path, section),
    files: [...around.files, marker],
  });
  return {
    role,
    tree: {
      kind: 'block',
      name: '',
      ...(!(call.included ?? meta).allowsDuplicates && onceOf(call, path, around.inherited)),
      tasks: [
        ...dependencies.map(({ tree }) => tree),
        ...tasks.flatMap((list) => reading.tasks(list, at('tasks'))),
      ],
      rescue: [],
      always: [],
    },
    handlers: [
      ...dependencies.flatMap((one) => one.handlers),
      ...handlers.flatMap((list) => reading.handlers(list, at('handlers'))),
    ],
  };
}

/** The nearest wins: of vars the role's own, then those of what it depends on, then those of what depends on it. */
function joined(own: Layer, parents: readonly Layer[], dependencies: readonly Role[]): Role {
  return {
    name: own.name,
    path: own.path,
    defaults: Object.assign({}, ...[...dependencies, ...parents, own].map((one) => one.defaults)),
    vars: Object.assign({}, ...[...parents, ...dependencies, own].map((one) => one.vars)),
    params: Object.assign({}, ...[...parents, own].map((one) => one.params)),
    parents: parents.map(({ name }) => name),
  };
}

/**
 * Two calls of a role that are the same in all of this run its tasks once. Source: `load` in `playbook/role/__init__.py`
 * of Ansible 2.14, to which a task that includes a role tells its variables, but not its conditions and tags.
 */
function onceOf(
  { vars, params, from, included }: RoleCall,
  path: string,
  { when, tags }: Inherited,
): Pick<Block<TaskLeaf>, 'once' | 'oncePerItem'> {
  const written = (all: Variables) => Object.entries(all).map(([name, { value }]) => [name, value]);
  if (included)
    return { once: JSON.stringify(['task', path, written(included.vars), from]), oncePerItem: true };
  const around = [when.map(({ text }) => text), tags];
  return { once: JSON.stringify([path, written(vars), written(params), from, ...around]) };
}

export function withEntry(around: Around, { inherited }: RoleEntry): Around {
  return inherited ? { ...around, inherited: inherited(around.inherited) } : around;
}

function variablesOf(
  path: string,
  section: string,
  from: string | undefined,
  place: Place,
  { sources, findings }: Reading,
): Variables {
  const files = filesOf(path, section, from, place);
  const parts = files.flatMap((file) => findings.try(() => [sources.read(file, place)] as const) ?? []);
  for (const part of parts) if (part.value !== null && !isMap(part.value)) findings.add([noMap(part)]);
  return Object.assign({}, ...parts.map((part) => readVariables(part, findings)));
}

/** Throws ProblemError for a file that is asked for by name and is not there. */
function filesOf(path: string, section: string, from: string | undefined, place: Place): string[] {
  const folder = join(path, section);
  if (from === undefined) return mainFiles(folder);
  const found = mainFiles(folder, from);
  return found.length > 0 ? found : [findFile(from, [folder], place, `file of ${section}`)];
}

function metaOf(path: string, reading: Reading): { dependencies: RoleEntry[]; allowsDuplicates: boolean } {
  const { sources, findings } = reading;
  const [file] = mainFiles(join(path, 'meta'));
  const part = file === undefined ? undefined : findings.try(() => sources.read(file));
  if (!part || !isMap(part.value)) return { dependencies: [], allowsDuplicates: false };
  const dependencies = part
    .at('dependencies')
    .items()
    .flatMap((one) => readEntry(one, findings) ?? []);
  return { dependencies, allowsDuplicates: part.at('allow_duplicates').value === true };
}

function circle({ name, place }: RoleCall, parents: readonly Layer[]): Problem {
  return {
    code: 'role-circle',
    summary: 'A role depends on itself',
    detail: `${[...parents.map((one) => one.name), name].join(' → ')}.`,
    place,
    hint: 'Remove one of the dependencies.',
  };
}

function noMap(part: Part): Problem {
  return {
    code: 'bad-variables-file',
    summary: 'A file of variables is not a map',
    detail: `Its top is ${sortOf(part.value)}.`,
    place: part.place,
    hint: 'Write `name: value`, one a line.',
  };
}
