import { located } from '../../template/fault.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { placeWithin } from '../../template/place.ts';
import type { Part } from '../yaml-node.ts';
import type { ReadArguments } from './free-form.ts';
import { shellWords } from './shell-words.ts';

/**
 * The arguments of a text such as `name=libvirtd state=started`, or undefined for one that is none. It is cut before
 * expressions are computed, so that what a variable holds is never cut; `spell` gives the argument that is meant, and
 * its value. Throws ProblemError for a quote that is not closed.
 * Source: `parse_kv` and `unquote` in `parsing/splitter.py` and `parsing/quoting.py` of Ansible 2.14.
 */
export function readKeyValues(
  written: Part,
  text: string,
  spell: (name: string, value: string) => readonly [string, unknown],
): ReadArguments | undefined {
  if (!/^\s*\w+=/.test(text)) return undefined;
  const words = located(text, written.place, () => shellWords(text)).map(({ start, end }) => {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(text.slice(start, end)) ?? [];
    const [key, meant] = spell(name, unquoted(unescaped(value)));
    return { name, key, meant, start: start + name.length + 1, end };
  });
  if (words.some(({ name }) => name === '')) return undefined;
  const args = written.with(Object.fromEntries(words.map(({ key, meant }) => [key, meant])));
  const template = compileData(args.value, ([name]) => {
    const word = words.findLast(({ key }) => key === name);
    return word ? placeWithin(written.place, text, word.start, word.end) : written.place;
  });
  return { args, template };
}

const ESCAPE = /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g;
const CONTROLS: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

function unescaped(text: string): string {
  return text.replaceAll(ESCAPE, (whole, eight?: string, four?: string, two?: string, mark = '') => {
    const code = Number.parseInt(eight ?? four ?? two ?? '', 16);
    if (mark === '') return code > 0x10ffff ? whole : String.fromCodePoint(code);
    return CONTROLS[mark] ?? mark;
  });
}

function unquoted(text: string): string {
  return /^(["']).*(?<!\\)\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
