import type { Flags } from './regex-character.ts';
import { compileRegex, type Program } from './regex-program.ts';
import { Budget, Search } from './regex-search.ts';
import { ValueFault } from './value.ts';

interface Compiled {
  source: string;
  marks: string;
  program: Program;
}

/** Python's functions of these names. */
export type How = 'search' | 'match' | 'fullmatch';

const compiled = new Map<string, Compiled>();

/**
 * A regular expression of Python's `re` as one of JavaScript that means the same, with the flags asked for, and `g`
 * for a search; by `match` it begins with the text, by `fullmatch` it is the text. Its time is bounded: what it searches may be
 * what a host answered. Throws ValueFault; so does its use.
 */
export function patternOf(pattern: string, flags: Flags = {}, how: How = 'search'): RegExp {
  const key = JSON.stringify([pattern, flags, how]);
  const known = compiled.get(key) ?? compile(pattern, flags, how);
  compiled.set(key, known);
  return new BoundedRegExp(known.source, known.marks, known.program);
}

function compile(pattern: string, flags: Flags, how: How): Compiled {
  const [, inline = '', body = pattern] = /^\(\?([aiLmsux]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  if (/x/.test(inline)) throw new ValueFault('the flag x of a regular expression is not supported');
  const all = {
    ignorecase: flags.ignorecase || inline.includes('i'),
    multiline: flags.multiline || inline.includes('m'),
    dotall: flags.dotall || inline.includes('s'),
  };
  const bare = translated(body, all.multiline);
  const begun = how === 'search' ? bare : `${START}(?:${bare})`;
  const source = how === 'fullmatch' ? `${begun}${END}` : begun;
  const marks = `${how === 'search' ? 'g' : ''}${all.ignorecase ? 'i' : ''}${all.multiline ? 'm' : ''}${all.dotall ? 's' : ''}`;
  try {
    new RegExp(source, marks);
  } catch {
    throw new ValueFault(`${JSON.stringify(pattern)} is no regular expression`);
  }
  return { source, marks, program: compileRegex(source, all) };
}

/**
 * A regular expression that searches by `Search` instead of the engine of JavaScript, which can take forever. All that
 * works with regular expressions (`test`, `replace`, `matchAll`, `split`) goes by `exec`.
 */
class BoundedRegExp extends RegExp {
  readonly #program: Program;
  readonly #budget = new Budget();
  #search: Search | undefined;
  /** Where the last match was, if it was one without text. */
  #place = -1;

  /** `matchAll` and `split` make another one of one, with flags of theirs. */
  constructor(source: string | RegExp, flags: string, program?: Program) {
    super(source, flags);
    const own = program ?? (source instanceof BoundedRegExp ? source.#program : undefined);
    if (!own) throw new Error('a bounded expression needs its program');
    this.#program = own;
  }

  override exec(text: string): RegExpExecArray | null {
    const keepsPlace = this.global || this.sticky;
    const from = keepsPlace ? this.lastIndex : 0;
    if (this.#search?.text !== text) {
      this.#search = new Search(this.#program, text, this.#budget);
      this.#place = -1;
    }
    // JavaScript goes on behind a match without text; Python looks there for one with text first.
    const isBehind = this.global && !this.sticky && from > 0 && this.#place === from - 1;
    const there = isBehind ? this.#search.find(this.#place, true, 1) : undefined;
    const found = there ?? (from > text.length ? undefined : this.#search.find(from, this.sticky));
    this.#place = found && found[0] === found[1] ? (found[0] ?? -1) : -1;
    if (keepsPlace) this.lastIndex = found?.[1] ?? 0;
    return found ? matchOf(text, found, this.#program) : null;
  }
}

/** What `exec` gives. */
function matchOf(text: string, found: readonly number[], { groups }: Program): RegExpExecArray {
  const texts = groups.map((_, group) => {
    const [from = -1, to = -1] = found.slice(2 * group, 2 * group + 2);
    return from < 0 || to < 0 ? undefined : text.slice(from, to);
  });
  const named = groups.flatMap((name, group) => (name === undefined ? [] : [[name, texts[group]] as const]));
  return Object.assign(texts as [string, ...string[]], {
    index: found[0] ?? 0,
    input: text,
    ...(named.length > 0 && { groups: Object.fromEntries(named) as Record<string, string> }),
  });
}

/** The ends of a text. */
const START = '(?<![\\s\\S])';
const END = '(?![\\s\\S])';

/** What Python spells otherwise: named groups, the ends of a text, and `$`, which also stands before a last newline. */
function translated(pattern: string, isMultiline: boolean): string {
  return pattern.replaceAll(
    /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?P<(\w+)>|\(\?P=(\w+)\)|\(\?#[^)]*\)|\{,(\d*)\}|\$/g,
    (token, group, reference, most) => {
      if (group !== undefined) return `(?<${group}>`;
      if (reference !== undefined) return `\\k<${reference}>`;
      if (most !== undefined) return `{0,${most}}`;
      if (token === '\\A') return START;
      if (token === '\\Z') return END;
      if (token === '$') return isMultiline ? '$' : `(?=\\n?${END})`;
      if (token.startsWith('(?#')) return '';
      // In a class of Python a first `]` is a member.
      if (token.startsWith('['))
        return token.replace(/^\[(\^?)\]/, '[$1\\]').replaceAll(/(?<!\\)(?<=.)\[/g, '\\[');
      return token;
    },
  );
}

/** Python's template for a replacement: `\1`, `\g<1>`, `\g<name>` and escapes. */
export function replacement(template: string): (...match: unknown[]) => string {
  return (...match) => {
    const groups = match.at(-1);
    const named = typeof groups === 'object' && groups !== null ? (groups as Record<string, string>) : {};
    const count = match.findIndex((part, index) => index > 0 && typeof part === 'number');
    return template.replaceAll(/\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g, (whole, name, digits, character) => {
      const key = name ?? digits;
      if (key === undefined) return ESCAPES[character] ?? whole;
      if (!/^\d+$/.test(key)) {
        if (!Object.hasOwn(named, key)) throw new ValueFault(`the regular expression has no group ${key}`);
        return named[key] ?? '';
      }
      if (Number(key) >= count) throw new ValueFault(`the regular expression has no group ${key}`);
      return String(match[Number(key)] ?? '');
    });
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };
