import { characterTest, type Flags, MEMBERS } from './regex-character.ts';
import { ValueFault } from './value.ts';

/** An instruction of a compiled regular expression; `to` and `or` are counted from where it stands. */
export type Instruction =
  | { op: 'character'; holds: (code: number) => boolean }
  | { op: 'assert'; holds: Assertion }
  /** Goes on at `to`, and at `or` when that leads nowhere. */
  | { op: 'split'; to: number; or: number }
  | { op: 'jump'; to: number }
  /** Keeps where the text is read: the beginning or end of a group, or of a round of a loop. */
  | { op: 'save'; slot: number }
  /** A round of a loop that reads nothing is the last one: behind it the text goes on at `to`. */
  | { op: 'progress'; slot: number; to: number }
  /** What stands behind it, up to `to`, has to match here or `width` characters before; or has not to. */
  | { op: 'look'; to: number; isNegative: boolean; width: number }
  /** Reads what a group has read. */
  | { op: 'again'; group: number }
  | { op: 'accept' };

type Assertion = (text: string, at: number) => boolean;

export interface Program {
  code: readonly Instruction[];
  /** The names of groups, by number, of those that have one; the whole is group 0. */
  groups: readonly (string | undefined)[];
  slots: number;
  hasReferences: boolean;
  ignoresCase: boolean;
}

/** A part of an expression, with how many characters it reads. */
interface Piece {
  code: readonly Instruction[];
  least: number;
  most: number;
}

/** Instructions that a program may have; `x{1000}` has a thousand times x. */
const LONGEST = 20_000;

/** Compiles a regular expression that the engine of JavaScript can read. Throws ValueFault. */
export function compileRegex(source: string, flags: Flags): Program {
  return new Compiler(source, flags).program();
}

/** The ends of a text, as `regex.ts` translates them, and whatever else is one token. */
const TOKEN =
  /\(\?<!\[\\s\\S\]\)|\(\?=\\n\?\(\?!\[\\s\\S\]\)\)|\(\?!\[\\s\\S\]\)|\(\?(?:[:=!]|<[=!]|<\w+>)|\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|0[0-7]{0,2}|[1-9]\d*|k<\w+>|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/gi;
const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??$/;

const isWordAt = (text: string, at: number) => MEMBERS.w.test(text.charAt(at));
const isBoundary: Assertion = (text, at) => isWordAt(text, at - 1) !== isWordAt(text, at);
const isEnd: Assertion = (text, at) => at === text.length;

const ENDS: Readonly<Record<string, Assertion>> = {
  '(?<![\\s\\S])': (_, at) => at === 0,
  '(?![\\s\\S])': isEnd,
  '(?=\\n?(?![\\s\\S]))': (text, at) => isEnd(text, at) || (at === text.length - 1 && text[at] === '\n'),
  '\\b': isBoundary,
  // Not even in an empty text, before Python 3.14.
  '\\B': (text, at) => text !== '' && !isBoundary(text, at),
  '^': (_, at) => at === 0,
};
const LINE_ENDS: Readonly<Record<string, Assertion>> = {
  ...ENDS,
  '^': (text, at) => at === 0 || text[at - 1] === '\n',
  $: (text, at) => isEnd(text, at) || text[at] === '\n',
};

class Compiler {
  readonly #tokens: readonly string[];
  readonly #flags: Flags;
  readonly #groups: (string | undefined)[] = [undefined];
  readonly #groupCount: number;
  #at = 0;
  #rounds = 0;
  #hasReferences = false;

  constructor(source: string, flags: Flags) {
    this.#tokens = source.match(TOKEN) ?? [];
    this.#flags = flags;
    this.#groupCount = this.#tokens.filter((token) => token === '(' || /^\(\?<\w/.test(token)).length;
  }

  program(): Program {
    const { code } = this.#choice();
    return {
      code: [...code, { op: 'accept' }],
      groups: this.#groups,
      slots: this.#slotOfRound(this.#rounds),
      hasReferences: this.#hasReferences,
      ignoresCase: this.#flags.ignorecase ?? false,
    };
  }

  /** Alternatives, up to what closes the group. */
  #choice(): Piece {
    const choices = [this.#sequence()];
    while (this.#tokens[this.#at] === '|') {
      this.#at++;
      choices.push(this.#sequence());
    }
    return choices.reduceRight((other, first) => ({
      code: bounded([
        { op: 'split', to: 1, or: first.code.length + 2 },
        ...first.code,
        { op: 'jump', to: other.code.length + 1 },
        ...other.code,
      ]),
      least: Math.min(first.least, other.least),
      most: Math.max(first.most, other.most),
    }));
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    for (let token = this.#tokens[this.#at]; token !== undefined && token !== '|' && token !== ')'; ) {
      this.#at++;
      pieces.push(this.#repeated(this.#item(token)));
      token = this.#tokens[this.#at];
    }
    return {
      code: bounded(pieces.flatMap(({ code }) => code)),
      least: pieces.reduce((sum, { least }) => sum + least, 0),
      most: pieces.reduce((sum, { most }) => sum + most, 0),
    };
  }

  #item(token: string): Piece {
    const holds = (this.#flags.multiline ? LINE_ENDS : ENDS)[token];
    if (holds) return { code: [{ op: 'assert', holds }], least: 0, most: 0 };
    if (token.startsWith('(')) return this.#group(token);
    const [, name, digits] = /^\\(?:k<(\w+)>|([1-9]\d*))$/.exec(token) ?? [];
    if (name !== undefined) return this.#reference(this.#groups.indexOf(name));
    if (digits !== undefined) return this.#reference(Number(digits));
    return { code: [{ op: 'character', holds: characterTest(token, this.#flags) }], least: 1, most: 1 };
  }

  #reference(group: number): Piece {
    if (group < 0 || group > this.#groupCount)
      throw new ValueFault('the regular expression refers to a group that it does not have');
    this.#hasReferences = true;
    return { code: [{ op: 'again', group }], least: 0, most: Infinity };
  }

  #group(token: string): Piece {
    const name = /^\(\?<(\w+)>$/.exec(token)?.[1];
    const group = token === '(' || name !== undefined ? this.#groups.push(name) - 1 : undefined;
    const inner = this.#choice();
    this.#at++;
    if (token === '(?:') return inner;
    if (group !== undefined) {
      const [from, to] = [2 * group, 2 * group + 1];
      return { ...inner, code: [{ op: 'save', slot: from }, ...inner.code, { op: 'save', slot: to }] };
    }
    const isBehind = token.startsWith('(?<');
    if (isBehind && inner.least !== inner.most)
      throw new ValueFault('what a look-behind of a regular expression looks for has no fixed length');
    const look = { op: 'look', to: inner.code.length + 2, isNegative: token.endsWith('!') } as const;
    const code: Instruction[] = [{ ...look, width: isBehind ? inner.least : 0 }, ...inner.code];
    return { code: [...code, { op: 'accept' }], least: 0, most: 0 };
  }

  /** An item with the quantifier behind it. */
  #repeated(item: Piece): Piece {
    const token = this.#tokens[this.#at] ?? '';
    const range = rangeOf(token);
    if (!range) return item;
    this.#at++;
    const [from, to] = range;
    const isLazy = /.\?$/.test(token);
    const isEndless = to === Infinity;
    if ((isEndless ? from + 1 : to) * (item.code.length + 3) > LONGEST) throw tooLarge();
    const more = isEndless ? this.#loop(item, isLazy) : optional(item.code, to - from, isLazy);
    return {
      code: bounded([...Array.from({ length: from }, () => item.code).flat(), ...more]),
      least: item.least * from,
      most: item.most === 0 ? 0 : item.most * to,
    };
  }

  #loop({ code, least }: Piece, isLazy: boolean): readonly Instruction[] {
    const round = least > 0 ? code : this.#round(code);
    return [choice(round.length + 2, isLazy), ...round, { op: 'jump', to: -round.length - 1 }];
  }

  #round(code: readonly Instruction[]): readonly Instruction[] {
    const slot = this.#slotOfRound(this.#rounds++);
    return [{ op: 'save', slot }, ...code, { op: 'progress', slot, to: 2 }];
  }

  #slotOfRound(round: number): number {
    return 2 * (this.#groupCount + 1) + round;
  }
}

function rangeOf(token: string): [from: number, to: number] | undefined {
  const [, sign, least, comma, most] = QUANTIFIER.exec(token) ?? [];
  if (sign !== undefined) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity];
  if (least === undefined) return undefined;
  return [Number(least), comma ? (most ? Number(most) : Infinity) : Number(least)];
}

/** Goes into what stands behind it, or past it. */
function choice(past: number, isLazy: boolean): Instruction {
  return isLazy ? { op: 'split', to: past, or: 1 } : { op: 'split', to: 1, or: past };
}

/** `x?` so many times, each only behind the one before. */
function optional(code: readonly Instruction[], count: number, isLazy: boolean): Instruction[] {
  const each = code.length + 1;
  return Array.from({ length: count }, (_, index) => [
    choice((count - index) * each, isLazy),
    ...code,
  ]).flat();
}

function bounded(code: readonly Instruction[]): readonly Instruction[] {
  if (code.length > LONGEST) throw tooLarge();
  return code;
}

function tooLarge(): ValueFault {
  return new ValueFault('the regular expression is too large');
}
