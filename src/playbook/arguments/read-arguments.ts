import type { AnyModule } from '../../modules/module.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { hasExpression } from '../../template/interpolation/pieces.ts';
import type { Template } from '../../template/interpolation/text.ts';
import { compileText, namedBy } from '../../template/interpolation/text.ts';
import { isMap } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';
import { type ReadArguments, readText, readWords } from './free-form.ts';
import { readKeyValues } from './key-values.ts';

/**
 * The arguments of a task as they are written: those behind the module's name, be it a bare text, and those of the
 * task's `args`. Throws ProblemError.
 */
export function readArguments(definition: AnyModule, written: Part, more: readonly Part[]): ReadArguments {
  const own = readOwn(definition, spelledOut(definition, written));
  const others = more.filter(({ value }) => isMap(value));
  const read = others.reduce((all, part) => joined(all, plain(spelledOut(definition, part))), own);
  return definition.computesNames ? withNames(read) : read;
}

/** The same with the names of the arguments computed. */
function withNames({ args, template }: ReadArguments): ReadArguments {
  const written = Object.keys(isMap(args.value) ? args.value : {}).filter(hasExpression);
  if (written.length === 0) return { args, template };
  const names = written.map((name) => [name, compileText(name, args.placeOfKey([name]))] as const);
  const evaluate: Template['evaluate'] = (...given) => {
    const computed = new Map(names.map(([name, text]) => [name, String(text.evaluate(...given))]));
    const entries = Object.entries(template.evaluate(...given) as object);
    return Object.fromEntries(entries.map(([name, value]) => [computed.get(name) ?? name, value]));
  };
  return { args, template: { ...namedBy([template, ...names.map(([, text]) => text)]), evaluate } };
}

/** Each argument under its own name, and each expression in its braces. */
function spelledOut(definition: AnyModule, part: Part): Part {
  const { value } = part;
  const { aliases = {}, expressions = [] } = definition;
  if (!isMap(value) || Object.keys(aliases).length + expressions.length === 0) return part;
  const entries = Object.entries(value).map(([key, one]) => {
    const { name, value: spelled } = spelling(definition, key, one);
    return Object.hasOwn(value, name) ? [key, spelled] : [name, spelled];
  });
  return part.with(Object.fromEntries(entries));
}

function spelling({ aliases = {}, expressions = [] }: AnyModule, key: string, value: unknown) {
  const name = (Object.hasOwn(aliases, key) ? aliases[key] : undefined) ?? key;
  return { name, value: expressions.includes(name) ? inBraces(value) : value };
}

function inBraces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inBraces);
  return typeof value === 'string' && !value.includes('{{') ? `{{ ${value} }}` : value;
}

function readOwn(definition: AnyModule, written: Part): ReadArguments {
  const { value } = written;
  const { freeForm } = definition;
  if (freeForm === undefined) return readNamed(definition, written);
  const read = freeForm.cut ? readWords : readText;
  const others = namesOf(definition).filter((name) => name !== freeForm.argument);
  if (typeof value === 'string') return read(written, value, freeForm.argument, others);
  if (!freeForm.cut || !isMap(value) || typeof value.cmd !== 'string') return plain(written);
  const { cmd, ...rest } = value;
  return joined(read(written.at('cmd'), cmd, freeForm.argument, []), plain(written.with(rest)));
}

/** A map, or the text in one line that Ansible's users write for it. */
function readNamed(definition: AnyModule, written: Part): ReadArguments {
  const { value } = written;
  if (value === null) return plain(written.with({}));
  if (typeof value !== 'string' || !('shape' in definition.args)) return plain(written);
  const found = readKeyValues(written, value, (word, text) => {
    const { name, value: meant } = spelling(definition, word, text);
    return [name, meant];
  });
  return found ?? plain(written);
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
