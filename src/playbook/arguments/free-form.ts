import { FaultError, located, placed } from '../../template/fault.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { compileText, type Template } from '../../template/interpolation/text.ts';
import { hasStatements } from '../../template/jinja/text.ts';
import { placeWithin } from '../../template/place.ts';
import { isMap } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';
import { cutIntoWords, shellWords, type Word } from './shell-words.ts';

/** Arguments as they are written, and what computes them. */
export interface ReadArguments {
  args: Part;
  template: Template;
}

/**
 * The arguments that a bare text stands for, as Ansible reads it: words for the argument `name`, and before or among
 * them `others` as `other=value`. It is cut before expressions are computed, so that what a variable holds is never
 * cut. Throws ProblemError for a quote that is not closed, and for what only a shell would understand.
 */
export function readWords(written: Part, text: string, name: string, others: readonly string[]) {
  if (hasStatements(text)) return readLateWords(written, text, name, others);
  const words = located(text, written.place, () => cutIntoWords(text));
  const named = namedWords(words, others);
  const rest = words.filter((word) => !named.some((one) => one.word === word));
  const args = written.with({ [name]: rest.map((word) => word.text), ...valuesOf(named) });
  const template = compileData(args.value, ([key, index]) => {
    const word = key === name ? rest[Number(index)] : named.find((one) => one.name === key)?.word;
    return word && placeWithin(written.place, text, word.start, word.end);
  });
  return {
    args,
    template: { ...template, evaluate: (...given) => texts(template.evaluate(...given), name) },
  } satisfies ReadArguments;
}

/** The words of a text with statements are those of what they write. What is wrong then is told at the whole text. */
function readLateWords(written: Part, text: string, name: string, others: readonly string[]) {
  const args = written.with({ [name]: text });
  const whole = compileText(text, written.place);
  const wordsOf = (value: unknown) => {
    const words = placed(
      () => written.place,
      () => cutIntoWords(String(value), 'plain'),
    );
    const named = namedWords(words, others);
    const rest = words.filter((word) => !named.some((one) => one.word === word));
    return { [name]: rest.map((word) => word.text), ...valuesOf(named) };
  };
  const template = { ...whole, evaluate: (...given) => wordsOf(whole.evaluate(...given)) } as Template;
  return { args, template } satisfies ReadArguments;
}

/** The same for a text that is handed on as it is, without the words for other arguments. */
export function readText(written: Part, text: string, name: string, others: readonly string[]) {
  const named = namedWords(wordsForShell(text), others);
  const rest = named.reduceRight((left, { word }) => left.slice(0, word.start) + left.slice(word.end), text);
  const args = written.with({ [name]: named.length > 0 ? rest.trim() : rest, ...valuesOf(named) });
  return { args, template: compileData(args.value, () => written.place) } satisfies ReadArguments;
}

/** Whether the quotes of a text close is the shell's business: it may have comments, and texts of its own. */
function wordsForShell(text: string): Word[] {
  try {
    return shellWords(text);
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}

interface Named {
  name: string;
  value: string;
  word: Word;
}

function namedWords(words: readonly Word[], others: readonly string[]): Named[] {
  return words.flatMap((word) => {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(word.text) ?? [];
    return others.includes(name) ? [{ name, value, word }] : [];
  });
}

function valuesOf(named: readonly Named[]): Record<string, string> {
  return Object.fromEntries(named.map(({ name, value }) => [name, value]));
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
