import type * as z from 'zod';
import type { AnyModule } from '../../src/modules/module.ts';
import { predictionsOf } from '../../src/playbook/arguments/schema-shape.ts';
import { taskKeywords } from '../../src/playbook/keywords.ts';
import { argumentsOf, baseOf, type Path, type Schema, withValue } from './module-arguments.ts';
import { sampleOf, takes } from './samples.ts';

/** A task that is right but for one argument. */
export interface WrongTask {
  /** `odd` is what the schema takes, and hardly anything behind it. */
  way: 'type' | 'value' | 'empty' | 'word' | 'name' | 'nesting' | 'odd';
  /** Where it is wrong. */
  path: Path;
  task: string;
  /** The word or name that is meant. */
  meant?: string;
}

const ODD = [
  'x'.repeat(300),
  '../../x',
  '§ ☃',
  ' ',
  '0',
  `a'b"c$(id)\`id\``,
  'a\nb',
  '\0',
  '%s',
  '-x',
  '::',
  '1e999',
];

/** An argument, and what it is tried with. */
export interface Tried {
  path: Path;
  /** False for one that takes every value. */
  isRestricted: boolean;
  tasks: WrongTask[];
}

/** Each argument of a module wrong in every way in which it can be. */
export function wrongTasks(module: AnyModule): Tried[] {
  const base = baseOf(module);
  return wrongIn(module.args, (path, value) =>
    JSON.stringify({ [module.name]: withValue(base, module.args, path, value) }),
  );
}

/** Each key of a task beside its module, in the same ways. */
export function wrongKeys(): Tried[] {
  return wrongIn(taskKeywords, (path, value) =>
    JSON.stringify({ command: 'true', ...(withValue({}, taskKeywords, path, value) as object) }),
  );
}

type Write = (path: Path, value: unknown) => string;

function wrongIn(whole: Schema, write: Write): Tried[] {
  return argumentsOf(whole).map(({ path, schema, isNamedFreely = false }) => {
    const names = isNamedFreely ? [] : misnamed(path, schema, whole, write);
    const tasks = [...badValues(path, schema, write), ...names];
    return { path, isRestricted: !takes(schema, Symbol('any')), tasks };
  });
}

function badValues(path: Path, schema: Schema, write: Write): WrongTask[] {
  const first = (way: WrongTask['way'], values: readonly unknown[]) =>
    values
      .filter((value) => !takes(schema, value))
      .slice(0, 1)
      .map((value) => ({ way, path, task: write(path, value) }));
  return [
    ...first('type', [{ wrong: 1 }, [[]]]),
    ...first('type', ['no §', 17.5, true]),
    ...first('value', [-1, 10 ** 12, '\0']),
    ...first('empty', ['', [], {}]),
    ...wordsOf(schema).map(
      (word) => ({ way: 'word', path, meant: word, task: write(path, swapped(word)) }) as const,
    ),
    ...ODD.filter((value) => takes(schema, value)).map(
      (value) => ({ way: 'odd', path, task: write(path, value) }) as const,
    ),
  ];
}

/** An argument under a name that is nearly its own, and, of the deeper ones, directly to the module. */
function misnamed(path: Path, schema: Schema, whole: Schema, write: Write): WrongTask[] {
  const last = path.at(-1);
  if (typeof last !== 'string') return [];
  const typo = [...path.slice(0, -1), swapped(last)];
  const all = argumentsOf(whole);
  const isDeep = path.length > 1 && !all.some((other) => other.path.length === 1 && other.path[0] === last);
  return [
    { way: 'name', path: typo, meant: last, task: write(typo, sampleOf(schema)) },
    ...(isDeep
      ? [{ way: 'nesting', path: [last], meant: last, task: write([last], sampleOf(schema)) } as const]
      : []),
  ];
}

function wordsOf(schema: Schema): string[] {
  return predictionsOf(schema).flatMap((leaf) => {
    const { def } = (leaf as z.core.$ZodTypes)._zod;
    const words = def.type === 'enum' ? Object.values(def.entries).map(String) : [];
    return words.filter((word) => word.length > 3 && !takes(schema, swapped(word)));
  });
}

/** The word with two letters swapped in its middle; where that changes nothing, with its last one doubled. */
function swapped(word: string): string {
  const at = Math.floor(word.length / 2);
  const [a = '', b = ''] = [word[at - 1], word[at]];
  return word.length > 3 && a !== b
    ? word.slice(0, at - 1) + b + a + word.slice(at + 1)
    : `${word}${word.at(-1)}`;
}
