import type { AnyModule } from '../../modules/module.ts';
import { compileData } from '../../template/interpolation/data.ts';
import type { Template } from '../../template/interpolation/text.ts';
import { namedBy } from '../../template/interpolation/text.ts';
import { isMap } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';
import { type ReadArguments, readText, readWords } from './free-form.ts';

/**
 * The arguments of a task as they are written: those behind the module's name, be it a bare text, and those of the
 * task's `args`. Throws ProblemError.
 */
export function readArguments(definition: AnyModule, written: Part, more: readonly Part[]): ReadArguments {
  const own = readOwn(definition, spelledOut(definition, written));
  const others = more.filter(({ value }) => isMap(value));
  return others.reduce((all, part) => joined(all, plain(spelledOut(definition, part))), own);
}

/** Each argument under its own name, and each expression in its braces. */
function spelledOut({ aliases = {}, expressions = [] }: AnyModule, part: Part): Part {
  const { value } = part;
  if (!isMap(value) || Object.keys(aliases).length + expressions.length === 0) return part;
  const nameOf = (key: string) => {
    const name = Object.hasOwn(aliases, key) ? aliases[key] : undefined;
    return name === undefined || Object.hasOwn(value, name) ? key : name;
  };
  const entries = Object.entries(value).map(([key, one]) => {
    const name = nameOf(key);
    return [name, expressions.includes(name) ? inBraces(one) : one] as const;
  });
  return part.with(Object.fromEntries(entries));
}

function inBraces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inBraces);
  return typeof value === 'string' && !value.includes('{{') ? `{{ ${value} }}` : value;
}

function readOwn(definition: AnyModule, written: Part): ReadArguments {
  const { value } = written;
  const { freeForm } = definition;
  if (freeForm === undefined) return plain(value === null ? written.with({}) : written);
  const read = freeForm.cut ? readWords : readText;
  const others = namesOf(definition).filter((name) => name !== freeForm.argument);
  if (typeof value === 'string') return read(written, value, freeForm.argument, others);
  if (!freeForm.cut || !isMap(value) || typeof value.cmd !== 'string') return plain(written);
  const { cmd, ...rest } = value;
  return joined(read(written.at('cmd'), cmd, freeForm.argument, []), plain(written.with(rest)));
}

function plain(args: Part): ReadArguments {
  return { args, template: compileData(args.value, (path) => args.placeOf(path)) };
}

/** Arguments of two places; what both have is taken from the first. */
function joined(first: ReadArguments, second: ReadArguments): ReadArguments {
  const template: Template = {
    ...namedBy([first.template, second.template]),
    evaluate: (...given) => merged(first.template.evaluate(...given), second.template.evaluate(...given)),
  };
  return { args: first.args.and(second.args), template };
}

function merged(first: unknown, second: unknown): unknown {
  return isMap(first) && isMap(second) ? { ...second, ...first } : first;
}

function namesOf({ args }: AnyModule): string[] {
  return Object.keys('shape' in args ? (args.shape as object) : {});
}
