import { entry, isMap } from '../../values.ts';
import { evaluate } from '../evaluate.ts';
import { listOf, mapOf } from '../filters/arguments.ts';
import { openOperation, operation } from '../filters/operation.ts';
import { EvaluationFault, type Machine } from '../machine.ts';
import { parse } from '../syntax/parse.ts';
import { SyntaxFault } from '../syntax/syntax.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { absent, isText, plain, typeName, Undefined, ValueFault } from '../values/value.ts';

/** All that is not a list or a map, by the way to it: `a.b[0]['c-d']`. */
function pathsIn(value: unknown, name: string, found: Map<string, unknown>): void {
  const entries = isMap(value)
    ? Object.entries(value).map(([key, inner]) => [below(name, key), inner] as const)
    : Array.isArray(value) && value.map((inner, index) => [`${name}[${index}]`, inner] as const);
  if (!entries) found.set(name, value);
  else if (entries.length === 0 && name !== '') found.set(name, value);
  else for (const [path, inner] of entries) pathsIn(inner, path, found);
}

function below(name: string, key: string): string {
  if (name === '') return key;
  return /^[A-Za-z_]\w*$/.test(key) ? `${name}.${key}` : `${name}['${key}']`;
}

/** What an expression comes to whose variables are the keys of a map. */
function at(value: unknown, path: string, machine: Machine): unknown {
  const map = mapOf(value);
  const inner = { ...machine, variable: (name: string) => entry(map, name), known: Object.keys(map) };
  try {
    const found = evaluate(parse(path), path, inner);
    if (found instanceof Undefined) throw absent(found);
    return found;
  } catch (error) {
    if (error instanceof EvaluationFault || error instanceof SyntaxFault) throw new ValueFault(error.message);
    throw error;
  }
}

/** `data | index_of('eq', value, 'key')`: where entries are that pass a test. */
function indexOf(list: unknown, args: readonly unknown[], machine: Machine): unknown {
  const [test, value, key, wantList, failOnMissing] = args;
  const entries = isText(list) ? plain(list).split(',') : list;
  if (!Array.isArray(entries)) throw new ValueFault(`a list is needed, not ${typeName(list)}`);
  const passes = testOf(strOf(test), value, machine);
  const found = [...entries.keys()].filter((index) => {
    if (key === undefined || key === null) return passes(entries[index]);
    const inner = entry(mapOf(entries[index]), strOf(key));
    if (inner === undefined && truthOf(failOnMissing ?? false))
      throw new ValueFault(`entry ${index} has no ${strOf(key)}`);
    return inner !== undefined && passes(inner);
  });
  return found.length === 1 && !truthOf(wantList ?? false) ? found[0] : found;
}

function testOf(written: string, value: unknown, machine: Machine): (entry: unknown) => boolean {
  const [, not = '', word = ''] = /^(!|not )?(.*)$/s.exec(written) ?? [];
  const name = not === '!' && word === '=' ? '==' : word;
  const test = machine.library.test(name);
  if (!test) throw new ValueFault(`there is no test \`${name}\``);
  const other = name === 'in' && !Array.isArray(value) ? [value] : value;
  const list = value === undefined || value === null ? [] : [other];
  return (each) => {
    machine.step();
    return truthOf(test.call(each, { list, named: {} }, machine)) === (not === '');
  };
}

/** Filters of ansible.utils that find their way in data. Source: its plug-ins of Ansible 7. */
export const DATA_PATHS = {
  get_path: operation('path wantlist', (value: unknown, [path, wantList], machine) => {
    const found = at(value, strOf(path), machine);
    return truthOf(wantList ?? false) ? [found] : found;
  }),
  to_paths: operation('prepend wantlist', (value: unknown, [prepend, wantList]) => {
    const found = new Map<string, unknown>();
    pathsIn(truthOf(prepend ?? false) ? { [strOf(prepend)]: value } : value, '', found);
    const all = Object.fromEntries(found);
    return truthOf(wantList ?? false) ? [all] : all;
  }),
  index_of: operation('test value key wantlist fail_on_missing', (list: unknown, args, machine) =>
    indexOf(list, args, machine),
  ),
  param_list_compare: operation('target', (base: unknown, [target]) => {
    const [known, asked] = [listOf(base).map(strOf), listOf(target).map(strOf)];
    const isBang = (name: string) => name.startsWith('!');
    const named = asked.filter((name) => name !== 'all' && !isBang(name));
    const dropped = new Set(asked.filter(isBang).map((name) => name.slice(1)));
    const all = asked.includes('all') ? known.filter((name) => !dropped.has(name)) : [];
    const more = named.filter((name) => known.includes(name) && !all.includes(name));
    return {
      actionable: [...all, ...new Set(more)].toSorted(),
      unsupported: named.filter((name) => !known.includes(name)),
    };
  }),
  consolidate: openOperation(
    'fail_missing_match_key fail_missing_match_value fail_duplicate',
    (sources, { named }) => consolidated(sources, named),
  ),
};

/** Entries of several lists, by the value of a key, and below it by the name of their list. */
function consolidated(sources: unknown, named: Readonly<Record<string, unknown>>): unknown {
  const fails = (what: string) => truthOf(named[`fail_${what}`] ?? true);
  const lists = listOf(sources)
    .map(mapOf)
    .map(({ name, match_key: key, data }) => {
      const entries = listOf(data).map(mapOf);
      const there = entries.filter((one) => Object.hasOwn(one, strOf(key)));
      if (fails('missing_match_key') && there.length < entries.length)
        throw new ValueFault(`an entry of ${strOf(name)} has no ${strOf(key)}`);
      const byValue = new Map(there.map((one) => [strOf(one[strOf(key)]), one]));
      if (fails('duplicate') && byValue.size < there.length)
        throw new ValueFault(`two entries of ${strOf(name)} have the same ${strOf(key)}`);
      return { name: strOf(name), byValue };
    });
  const values = [...new Set(lists.flatMap(({ byValue }) => [...byValue.keys()]))].toSorted();
  const missing = values.find((value) => lists.some(({ byValue }) => !byValue.has(value)));
  if (fails('missing_match_value') && missing !== undefined)
    throw new ValueFault(`a list has no entry for ${missing}`);
  const below = (value: string) =>
    Object.fromEntries(lists.map(({ name, byValue }) => [name, byValue.get(value) ?? {}]));
  return Object.fromEntries(values.map((value) => [value, below(value)]));
}
