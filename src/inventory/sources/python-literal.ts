/**
 * A value of an INI inventory: what Python would read as a literal is one, everything else is the text itself.
 * `8080` is a number, `True` a boolean, `['a', 'b']` a list, `010` and `true` are text.
 * Source: Ansible's ini plugin, which uses `ast.literal_eval`; the grammar is Python's.
 */
export function pythonLiteral(text: string): unknown {
  try {
    const reader = new Reader(text);
    const value = reader.value(0);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof NotLiteral) return text;
    throw error;
  }
}

class NotLiteral extends Error {}

const FLOAT =
  /[-+]?(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*|\d(?:_?\d)*(?=[eE]))(?:[eE][-+]?\d(?:_?\d)*)?/y;
/** No leading zeros, so that a decimal number is not mistaken for an octal one. */
const INTEGER =
  /[-+]?(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*|[1-9](?:_?\d)*)/y;
const WORD = /[A-Za-z]\w*/y;
const STRING = /[rRuU]?(?:"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/y;
const BLANK = /(?:\s|#.*)*/y;
const WORDS = new Map<string, unknown>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
const MAX_DEPTH = 50;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#take(/[ \t]*/y);
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new NotLiteral();
    const string = this.#take(STRING);
    if (string) return this.#strings(string);
    if (this.#take(/\[/y) !== undefined) return this.#list(']', depth);
    if (this.#take(/\(/y) !== undefined) return this.#tuple(depth);
    if (this.#take(/\{/y) !== undefined) return this.#braces(depth);
    const word = this.#take(WORD);
    if (word === undefined) return this.#number();
    if (!WORDS.has(word)) throw new NotLiteral();
    return WORDS.get(word);
  }

  end(): void {
    this.#take(BLANK);
    if (this.#at < this.#text.length) throw new NotLiteral();
  }

  #number(): number {
    const float = this.#take(FLOAT);
    if (float !== undefined) return Number(float.replaceAll('_', ''));
    const digits = (this.#take(INTEGER) ?? '').replaceAll('_', '');
    const size = Number(digits.replace(/^[-+]/, ''));
    // A number that JavaScript would round is better kept as it is written.
    if (digits === '' || !Number.isSafeInteger(size)) throw new NotLiteral();
    return digits.startsWith('-') ? -size : size;
  }

  /** Strings side by side are one. */
  #strings(first: string): string {
    let joined = contentOf(first);
    for (;;) {
      this.#take(BLANK);
      const next = this.#take(STRING);
      if (!next) return joined;
      joined += contentOf(next);
    }
  }

  #list(close: string, depth: number): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      this.#take(BLANK);
      if (this.#closes(close)) return items;
      items.push(this.value(depth + 1));
      this.#take(BLANK);
      if (this.#take(/,/y) === undefined && !this.#closes(close, false)) throw new NotLiteral();
    }
  }

  /** Parentheses around a single value, without a comma, mean nothing. */
  #tuple(depth: number): unknown {
    const start = this.#at;
    const items = this.#list(')', depth);
    const hasComma = /,\s*\)$/.test(this.#text.slice(start, this.#at));
    return items.length === 1 && !hasComma ? items[0] : items;
  }

  #braces(depth: number): unknown {
    const entries: [string, unknown][] = [];
    for (;;) {
      this.#take(BLANK);
      if (this.#closes('}')) return Object.fromEntries(entries);
      const key = this.value(depth + 1);
      this.#take(BLANK);
      // A set has no counterpart in JSON; Ansible could not print it either.
      if (this.#take(/:/y) === undefined || (typeof key === 'object' && key !== null)) throw new NotLiteral();
      this.#take(BLANK);
      entries.push([String(key), this.value(depth + 1)]);
      this.#take(BLANK);
      if (this.#take(/,/y) === undefined && !this.#closes('}', false)) throw new NotLiteral();
    }
  }

  #closes(close: string, take = true): boolean {
    const isThere = this.#text.charAt(this.#at) === close;
    if (isThere && take) this.#at += 1;
    return isThere;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function contentOf(literal: string): string {
  const isRaw = /^[rR]/.test(literal);
  const content = literal.replace(/^[rRuU]?["']/, '').slice(0, -1);
  if (isRaw) return content;
  return content.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([\\'"ntr\n]))/g,
    (_, byte: string, unit: string, simple: string) =>
      simple !== undefined
        ? (ESCAPES[simple] ?? simple)
        : String.fromCharCode(Number.parseInt(byte ?? unit, 16)),
  );
}
