import { isMap } from '../../values.ts';
import type { Operation } from '../machine.ts';
import { compare, contains, equal, truthOf } from '../values/operators.ts';
import { type How, patternOf } from '../values/regex.ts';
import { strOf } from '../values/text.ts';
import { isText, numberOf, plain, typeName, Undefined, ValueFault } from '../values/value.ts';
import { compareVersions } from '../values/versions.ts';
import { countOf, listOf } from './arguments.ts';
import { ipOf } from './ip.ts';
import { openOperation, operation } from './operation.ts';

const lenient = { takesUndefined: true } as const;
const is = (test: (value: unknown) => boolean) => operation('', (value: unknown) => test(value));
/** Tests of a type, of which what is undefined has none. */
const isOfType = (test: (value: unknown) => boolean) =>
  operation('', (value: unknown) => test(value), lenient);
const ordered = (holds: (order: number) => boolean) =>
  operation('other', (value: unknown, [other]) => holds(compare(value, other)));
const equals = operation('other', (value: unknown, [other]) => equal(value, other));
const differs = operation('other', (value: unknown, [other]) => !equal(value, other));

/** What a registered result says of itself; results of loops have it, too. */
function result(
  key: string,
  otherwise: (result: Readonly<Record<string, unknown>>) => boolean = () => false,
) {
  return is((value) => {
    if (!isMap(value)) throw new ValueFault(`a registered result is needed, not ${typeName(value)}`);
    return Object.hasOwn(value, key) ? truthOf(value[key]) : otherwise(value);
  });
}

const failed = result('failed');
const succeeded = openOperation('', (value, args, machine) => !truthOf(failed.call(value, args, machine)));
const changed = result(
  'changed',
  (value) =>
    Array.isArray(value.results) && value.results.some((each) => isMap(each) && truthOf(each.changed)),
);

function kindOf(kind: unknown): How {
  const text = strOf(kind ?? 'search');
  return text === 'match' || text === 'fullmatch' ? text : 'search';
}

function regex(how?: 'search' | 'match'): Operation {
  return operation(
    'pattern ignorecase multiline match_type',
    (value: unknown, [source, ignorecase, multiline, kind]) => {
      const flags = { ignorecase: truthOf(ignorecase ?? false), multiline: truthOf(multiline ?? false) };
      return patternOf(strOf(source), flags, how ?? kindOf(kind)).test(strOf(value));
    },
  );
}

const version = operation('version operator strict version_type', (value: unknown, [other, operator]) => {
  const order = compareVersions(strOf(value), strOf(other));
  const how = strOf(operator ?? 'eq');
  const holds = Object.hasOwn(VERSION_OPERATORS, how) ? VERSION_OPERATORS[how] : undefined;
  if (!holds)
    throw new ValueFault(`a version is compared by ${Object.keys(VERSION_OPERATORS).join(', ')}, not ${how}`);
  return holds(order);
});

const VERSION_OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '=': (order) => order === 0,
  eq: (order) => order === 0,
  '!=': (order) => order !== 0,
  '<>': (order) => order !== 0,
  ne: (order) => order !== 0,
  '<': (order) => order < 0,
  lt: (order) => order < 0,
  '<=': (order) => order <= 0,
  le: (order) => order <= 0,
  '>': (order) => order > 0,
  gt: (order) => order > 0,
  '>=': (order) => order >= 0,
  ge: (order) => order >= 0,
};

/** Ansible's `truthy` and `falsy`: with `convert_bool`, words such as "no" count. */
const truthy = (wanted: boolean) =>
  operation('convert_bool', (value: unknown, [converts]) => {
    const isWord = truthOf(converts ?? false) && isText(value);
    const word = isWord ? plain(value).toLowerCase() : '';
    if (isWord && ['no', 'off', 'false', '0', 'n', 'f'].includes(word)) return !wanted;
    return truthOf(value) === wanted;
  });

const subset = operation('b', (value: unknown, [other]) =>
  listOf(value).every((each) => contains(listOf(other), each)),
);
const superset = operation('b', (value: unknown, [other]) =>
  listOf(other).every((each) => contains(listOf(value), each)),
);

function numeric(kind: 'int' | 'float' | 'any') {
  return is((value) => {
    const number = typeof value === 'boolean' ? undefined : numberOf(value);
    return number !== undefined && (kind === 'any' || kind in number);
  });
}

export const TESTS: Readonly<Record<string, Operation>> = {
  defined: operation('', (value: unknown) => !(value instanceof Undefined), lenient),
  undefined: operation('', (value: unknown) => value instanceof Undefined, lenient),
  none: isOfType((value) => value === null),
  boolean: isOfType((value) => typeof value === 'boolean'),
  true: isOfType((value) => value === true),
  false: isOfType((value) => value === false),
  integer: numeric('int'),
  float: numeric('float'),
  number: isOfType((value) => numberOf(value) !== undefined),
  string: isOfType(isText),
  mapping: isOfType(isMap),
  sequence: isOfType((value) => isText(value) || Array.isArray(value) || isMap(value)),
  iterable: is((value) => isText(value) || Array.isArray(value) || isMap(value)),
  callable: is(() => false),
  sameas: operation('other', (value: unknown, [other]) => value === other),
  even: is((value) => countOf(value) % 2 === 0),
  odd: is((value) => Math.abs(countOf(value) % 2) === 1),
  divisibleby: operation('num', (value: unknown, [by]) => countOf(value) % countOf(by) === 0),
  lower: is((value) => strOf(value) === strOf(value).toLowerCase() && /\p{L}/u.test(strOf(value))),
  upper: is((value) => strOf(value) === strOf(value).toUpperCase() && /\p{L}/u.test(strOf(value))),
  in: operation('seq', (value: unknown, [container]) => contains(container, value)),
  contains: operation('value', (value: unknown, [entry]) => contains(value, entry)),
  filter: openOperation('', (value, _, { library }) => library.filter(strOf(value)) !== undefined),
  test: openOperation('', (value, _, { library }) => library.test(strOf(value)) !== undefined),
  ...alike(equals, ['eq', '==', 'equalto']),
  ...alike(differs, ['ne', '!=']),
  ...alike(
    ordered((order) => order > 0),
    ['gt', '>', 'greaterthan'],
  ),
  ...alike(
    ordered((order) => order >= 0),
    ['ge', '>='],
  ),
  ...alike(
    ordered((order) => order < 0),
    ['lt', '<', 'lessthan'],
  ),
  ...alike(
    ordered((order) => order <= 0),
    ['le', '<='],
  ),
  ...alike(failed, ['failed', 'failure']),
  ...alike(succeeded, ['success', 'succeeded', 'successful']),
  ...alike(changed, ['changed', 'change']),
  ...alike(result('skipped'), ['skipped', 'skip']),
  unreachable: result('unreachable'),
  reachable: is((value) => !(isMap(value) && truthOf(value.unreachable ?? false))),
  finished: result('finished', () => true),
  started: result('started', () => true),
  timedout: is((value) => isMap(value) && isMap(value.timedout)),
  search: regex('search'),
  match: regex('match'),
  regex: regex(),
  ...alike(version, ['version', 'version_compare']),
  truthy: truthy(true),
  falsy: truthy(false),
  any: is((value) => listOf(value).some(truthOf)),
  all: is((value) => listOf(value).every(truthOf)),
  ...alike(subset, ['subset', 'issubset']),
  ...alike(superset, ['superset', 'issuperset']),
  ...alike(
    is((value) => strOf(value).startsWith('/')),
    ['abs', 'is_abs'],
  ),
  ...alike(
    is((value) => Number.isNaN(value)),
    ['nan', 'isnan'],
  ),
  url: is((value) => /^[A-Za-z][\w+.-]*:\/\/[^/]/.test(strOf(value))),
  uri: is((value) => /^[A-Za-z][\w+.-]*:./.test(strOf(value))),
  urn: is((value) => /^urn:./.test(strOf(value))),
  ip: is((value) => ipOf(value) !== undefined),
  ip_address: is((value) => ipOf(value)?.hasPrefix === false),
  ipv4: is((value) => ipOf(value)?.version === 4),
  ipv4_address: is((value) => ipOf(value)?.version === 4 && ipOf(value)?.hasPrefix === false),
  ipv6: is((value) => ipOf(value)?.version === 6),
  ipv6_address: is((value) => ipOf(value)?.version === 6 && ipOf(value)?.hasPrefix === false),
  mac: is((value) =>
    /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(strOf(value)),
  ),
};

function alike(test: Operation, names: readonly string[]): Record<string, Operation> {
  return Object.fromEntries(names.map((name) => [name, test]));
}
