import { type Place, type Problem, ProblemError } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import { isMap, sortOf } from '../../template/values.ts';
import type { Project } from '../project.ts';
import { firstFound } from './first-found.ts';
import { sequence } from './sequence.ts';
import { subelements } from './subelements.ts';

/** What a lookup has beside its terms. */
export interface LookupContext {
  project: Project;
  /** Where the loop is written. */
  place: Place;
}

type Lookup = (terms: unknown, context: LookupContext) => unknown[];

/** The list that `with_NAME: VALUE` goes through. Throws ProblemError. */
export function listOf(name: string, value: unknown, context: LookupContext): unknown[] {
  const lookup = Object.hasOwn(LOOKUPS, name) ? LOOKUPS[name] : undefined;
  if (!lookup) throw new ProblemError([unknownLookup(name, context.place)]);
  return lookup(value, context);
}

/** Every `with_…`. Source: `plugins/lookup` of Ansible 2.14. */
export const LOOKUPS: Readonly<Record<string, Lookup>> = {
  items: (terms) => termsOf(terms).flatMap((one) => (Array.isArray(one) ? one : [one])),
  list: (terms, context) => listIn(terms, 'list', context),
  flattened: (terms) => termsOf(terms).flat(Number.POSITIVE_INFINITY),
  indexed_items: (terms) =>
    termsOf(terms)
      .flat()
      .map((item, index) => [index, item]),
  dict: (terms, context) => termsOf(terms).flatMap((one) => pairsOf(one, context)),
  together: (terms, context) => together(listsIn(terms, 'together', context)),
  nested: (terms, context) => nested(listsIn(terms, 'nested', context)),
  cartesian: (terms, context) => nested(listsIn(terms, 'cartesian', context)),
  subelements: (terms, { place }) => subelements(terms, place),
  sequence: (terms, { place }) => termsOf(terms).flatMap((one) => sequence(one, place)),
  fileglob: (terms, { project }) => termsOf(terms).flatMap((one) => project.glob(String(one))),
  first_found: (terms, { project, place }) => firstFound(terms, project, place),
  file: (terms, { project, place }) =>
    termsOf(terms).map((one) => project.file(String(one), place).replace(/\n+$/, '')),
  lines: refused(
    'It would run a program on the controller. Run it by a task, and loop over its stdout_lines.',
  ),
  url: refused('It would fetch from the controller. Fetch it by a task of the module uri.'),
  random_choice: refused('A run must come out like the one before. Choose by random(seed=…).'),
};

function refused(hint: string): Lookup {
  return (_, { place }) => {
    throw new ProblemError([{ code: 'refused-lookup', summary: 'A loop is not supported', place, hint }]);
  };
}

/** A single value counts as a list of one. */
function termsOf(terms: unknown): unknown[] {
  return Array.isArray(terms) ? terms : [terms];
}

function listIn(terms: unknown, name: string, { place }: LookupContext): unknown[] {
  if (Array.isArray(terms)) return terms;
  throw new ProblemError([noList(terms, name, place)]);
}

function listsIn(terms: unknown, name: string, context: LookupContext): unknown[][] {
  return listIn(terms, name, context).map((one) => (Array.isArray(one) ? one : [one]));
}

function pairsOf(map: unknown, { place }: LookupContext): unknown[] {
  if (isMap(map)) return Object.entries(map).map(([key, value]) => ({ key, value }));
  throw new ProblemError([
    {
      code: 'not-a-map',
      summary: 'A value is not a map',
      detail: `\`with_dict\` is ${sortOf(map)}; it goes through a map.`,
      place,
    },
  ]);
}

function together(lists: readonly unknown[][]): unknown[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.map((list) => list[index] ?? null));
}

function nested(lists: readonly unknown[][]): unknown[] {
  return lists.reduce<unknown[][]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

function noList(terms: unknown, name: string, place: Place): Problem {
  return {
    code: 'not-a-list',
    summary: 'A value is not a list',
    detail: `\`with_${name}\` is ${sortOf(terms)}; it goes through lists.`,
    place,
  };
}

function unknownLookup(name: string, place: Place): Problem {
  const known = Object.keys(LOOKUPS).map((one) => `with_${one}`);
  return {
    code: 'unknown-lookup',
    summary: 'A loop is not known',
    detail: `There is no \`with_${name}\`; there are ${known.join(', ')}.`,
    place,
    ...didYouMean(`with_${name}`, known),
  };
}
