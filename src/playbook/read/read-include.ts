import { resolve } from 'node:path';
import type { Variables } from '../../inventory/host.ts';
import { type Place, ProblemError } from '../../problem.ts';
import { isMap } from '../../template/values.ts';
import { adviceForTask, shortName } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import { wordsToMap } from '../arguments/words-to-map.ts';
import { isConfined, outside } from '../confined-path.ts';
import { fileArguments, includeKeywords, roleArguments } from '../keywords.ts';
import type { Include, Included, TaskTree } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { importedFile } from './imported-file.ts';
import { inherit, readTemplate } from './inherit.ts';
import { readBase } from './read-base.ts';
import { isWith } from './read-loop.ts';
import { readRole } from './read-role.ts';
import { readVariables } from './read-variables.ts';
import type { Around, Reading } from './reading.ts';

/** Modules that stand for other tasks; those that import are settled while the playbook is read. */
const MODULES: Readonly<Record<string, { role: boolean; isImport: boolean }>> = {
  include_tasks: { role: false, isImport: false },
  include: { role: false, isImport: false },
  import_tasks: { role: false, isImport: true },
  include_role: { role: true, isImport: false },
  import_role: { role: true, isImport: true },
};

/** Their names. */
export const INCLUDES: readonly string[] = Object.keys(MODULES);

/** The key of a task that stands for other tasks. */
export function includeKey(part: Part): string | undefined {
  return Object.keys(part.value as object).find((key) => Object.hasOwn(MODULES, shortName(key)));
}

/** Reads a task that stands for others: those themselves, or what finds them host by host. */
export function readInclude(part: Part, key: string, around: Around, reading: Reading): TaskTree[] {
  const { findings } = reading;
  const module = shortName(key);
  const { role, isImport } = MODULES[module] ?? { role: false, isImport: false };
  const { [key]: _, ...rest } = part.value as Record<string, unknown>;
  const keywords = Object.fromEntries(Object.entries(rest).filter(([name]) => !isWith(name)));
  const keys = findings.try(() =>
    check(includeKeywords, keywords, part, { name: module, sort: 'key', advice: adviceForTask }),
  );
  const args = findings.try(() => argumentsOf(part, key, role));
  const named = args?.at(role ? 'name' : 'file');
  if (!args || !named || typeof named.value !== 'string') return [];
  const open = opener(part, args, { role, isImport }, around, reading);
  const { folder } = reading.parts;
  const folders = [folder, ...(role ? [] : [around.folder, around.inherited.role?.path ?? folder])];
  if (isImport && !named.value.includes('{{') && part.at('loop').value === undefined)
    return imported(
      findings.try(() => open(String(named.value), reading)),
      reading,
    );
  const { isWhole, ...base } = readBase(part, keys, { module, called: key }, around, reading);
  const what = findings.try(() => readTemplate(named));
  if (!isWhole || !what) return [];
  const params = isImport ? {} : readVariables(part.at('vars'), findings);
  return [
    {
      ...base,
      kind: 'include',
      module,
      what,
      params,
      open: remembered(confined(open, folders, named.place), reading),
    },
  ];
}

/** What is imported belongs to the play. */
function imported(found: Included | undefined, { parts }: Reading): TaskTree[] {
  parts.handlers.push(...(found?.handlers ?? []));
  return [...(found?.tasks ?? [])];
}

type Open = (name: string, reading: Reading, answered?: boolean) => Included;

/** What reads the tasks that a name stands for; Throws ProblemError where there are none. */
function opener(
  part: Part,
  args: Part,
  { role, isImport }: { role: boolean; isImport: boolean },
  around: Around,
  outer: Reading,
): Open {
  const own = isImport ? inherit(around.inherited, part, outer.findings) : around.inherited;
  const applied = args.at('apply').value === undefined ? own : inherit(own, args.at('apply'), outer.findings);
  // A file that is included may include itself, under a condition.
  const inner = { ...around, inherited: applied, files: isImport ? around.files : [] };
  if (!role)
    return (name, reading) => {
      const { list, within } = importedFile(name, args.at('file').place, inner, reading);
      return { tasks: reading.tasks(list, within), handlers: [] };
    };
  const from = Object.fromEntries(FROM.map((key) => [key, text(args.at(`${key}_from`))]));
  const weak: Variables = isImport ? readVariables(part.at('vars'), outer.findings) : {};
  const allowsDuplicates = args.at('allow_duplicates').value !== false;
  const included = { allowsDuplicates, vars: readVariables(part.at('vars'), outer.findings) };
  const isPublic = isImport || args.at('public').value === true;
  return (name, reading) => {
    const {
      tree,
      handlers,
      role: found,
    } = readRole(
      { name, place: args.at('name').place, from, vars: weak, params: {}, included },
      inner,
      reading,
    );
    if (isPublic) outer.parts.roles.push(found);
    return { tasks: [tree], handlers };
  };
}

const FROM = ['tasks', 'vars', 'defaults', 'handlers'] as const;

function text({ value }: Part): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A name that a host answered opens what is in these folders of the project. */
function confined(open: Open, folders: readonly string[], place: Place): Open {
  return (name, reading, answered) => {
    const all = folders.map((folder) => resolve(folder));
    if (answered && !all.every((folder) => isConfined(name, resolve(folder, name), all)))
      throw new ProblemError([outside(name, place)]);
    return open(name, reading);
  };
}

/** Many hosts open the same files; what is wrong with one is thrown to each that does. */
function remembered(open: Open, outer: Reading): Include['open'] {
  const known = new Map<string, Included | ProblemError>();
  return (name, answered) => {
    const key = `${answered} ${name}`;
    const found = known.get(key) ?? tried((reading) => open(name, reading, answered), outer.apart());
    known.set(key, found);
    if (found instanceof ProblemError) throw found;
    return found;
  };
}

function tried(open: (reading: Reading) => Included, reading: Reading): Included | ProblemError {
  const found = reading.findings.try(() => open(reading));
  const problems = reading.findings.list();
  return found && problems.length === 0 ? found : new ProblemError(problems);
}

/** The arguments, be they written as a bare text; those of `args` are among them. Throws ProblemError. */
function argumentsOf(part: Part, key: string, role: boolean): Part {
  const written = part.at(key);
  const { value } = written;
  const asMap = typeof value === 'string' ? written.with(wordsToMap(value, role ? 'name' : 'file')) : written;
  const more = part.at('args');
  const args = isMap(more.value) && isMap(asMap.value) ? asMap.and(more) : asMap;
  const schema = role ? roleArguments : fileArguments;
  check(schema, args.value ?? {}, args, { name: shortName(key), sort: 'argument' });
  return args;
}
