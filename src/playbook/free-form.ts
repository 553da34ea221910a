import type { AnyModule } from '../modules/module.ts';
import { compileData } from '../template/data.ts';
import { located } from '../template/fault.ts';
import { placeWithin } from '../template/place.ts';
import type { Template } from '../template/text.ts';
import { isMap } from '../template/values.ts';
import type { Part } from './part.ts';
import { cutIntoWords } from './shell-words.ts';

/**
 * The arguments that a bare text stands for, as Ansible reads it: words, and before or among them other arguments as
 * `name=value`. It is cut before expressions are computed, so that what a variable holds is never cut.
 * Throws ProblemError for a quote that is not closed, and for what only a shell would understand.
 */
export function readFreeForm(
  { args: schema }: AnyModule,
  argument: string,
  written: Part,
  text: string,
): { args: Part; template: Template } {
  const words = located(text, written.place, () => cutIntoWords(text));
  const others = Object.keys('shape' in schema ? (schema.shape as object) : {}).filter(
    (name) => name !== argument,
  );
  const named = words.flatMap((word) => {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(word.text) ?? [];
    return others.includes(name) ? [{ name, value, word }] : [];
  });
  const rest = words.filter((word) => !named.some((one) => one.word === word));
  const args = written.with({
    [argument]: rest.map((word) => word.text),
    ...Object.fromEntries(named.map(({ name, value }) => [name, value])),
  });
  const template = compileData(args.value, ([name, index]) => {
    const word = name === argument ? rest[Number(index)] : named.find((one) => one.name === name)?.word;
    return word && placeWithin(written.place, text, word.start, word.start + word.text.length);
  });
  return {
    args,
    template: { ...template, evaluate: (...given) => texts(template.evaluate(...given), argument) },
  };
}

/** On a command line a number is its digits. */
function texts(value: unknown, argument: string): unknown {
  if (!isMap(value)) return value;
  const words = value[argument];
  if (!Array.isArray(words)) return value;
  return {
    ...value,
    [argument]: words.map((word) => (/^(number|boolean)$/.test(typeof word) ? String(word) : word)),
  };
}
