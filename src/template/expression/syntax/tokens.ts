import { type Span, SyntaxFault } from './syntax.ts';

/** A word of an expression. `value` is that of a text or a number. */
export type Token = Span &
  (
    | { kind: 'name'; text: string }
    | { kind: 'text'; text: string; value: string }
    | { kind: 'number'; text: string; value: number | bigint; isFloat: boolean }
    | { kind: 'sign'; text: string }
    | { kind: 'end'; text: '' }
  );

const SPACE = /\s+/y;
const NUMBER =
  /0[xX]_?[0-9a-fA-F][0-9a-fA-F_]*|0[oO]_?[0-7][0-7_]*|0[bB]_?[01][01_]*|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const TEXT =
  /([rRbBuU]{0,2})(?:'''([\s\S]*?)'''|"""([\s\S]*?)"""|'((?:\\[\s\S]|[^'\\])*)'|"((?:\\[\s\S]|[^"\\])*)")/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const SIGN = /\*\*|\/\/|==|!=|<=|>=|&&|\|\||\.\?|\[\?|[-+*/%~|.,:?!<>=()[\]{}]/y;

/**
 * What a backslash in a text means. `escape`: what it means in Python, as in templates and conditions. `literal`: itself,
 * as in the `{{ }}` of playbooks and inventories, where `'\1'` needs no second one: `_escape_backslashes` in
 * `template/__init__.py` of Ansible 2.14.
 */
export type Backslashes = 'escape' | 'literal';

/** Cuts an expression into its words. Throws SyntaxFault at a character that begins none. */
export function tokensOf(text: string, backslashes: Backslashes = 'escape'): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = textToken(match(TEXT), at, backslashes) ?? plainToken(match);
    if (!token) throw unreadable(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function plainToken(match: (pattern: RegExp) => RegExpExecArray | null): Token | undefined {
  const number = match(NUMBER);
  if (number) return numberToken(number);
  const name = match(NAME);
  if (name) return { kind: 'name', text: name[0], ...spanOf(name) };
  const sign = match(SIGN);
  return sign ? { kind: 'sign', text: sign[0], ...spanOf(sign) } : undefined;
}

function spanOf({ index, 0: text }: RegExpExecArray): Span {
  return { start: index, end: index + text.length };
}

function numberToken(match: RegExpExecArray): Token {
  const text = match[0].replaceAll('_', '');
  const isFloat = !/^0[xXoObB]/.test(text) && /[.eE]/.test(text);
  const exact = isFloat ? Number(text) : BigInt(text);
  const value = typeof exact === 'bigint' && Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  return { kind: 'number', text: match[0], value, isFloat, ...spanOf(match) };
}

function textToken(match: RegExpExecArray | null, at: number, backslashes: Backslashes): Token | undefined {
  if (!match || match.index !== at) return undefined;
  const [whole, prefix = '', ...bodies] = match;
  if (/b/i.test(prefix))
    throw new SyntaxFault('Bytes cannot be written in an expression', spanOf(match), 'Write text.');
  const body = bodies.find((each) => each !== undefined) ?? '';
  const value = /r/i.test(prefix) ? body : backslashes === 'literal' ? withQuotes(body) : unescaped(body);
  return { kind: 'text', text: whole, value, ...spanOf(match) };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** A backslash before a quote keeps the text from ending there, and is no part of it. */
function withQuotes(body: string): string {
  return body.replaceAll(/\\([\s\S])/g, (pair, character) => (/['"]/.test(character) ? character : pair));
}

/** Python's escapes: one that it does not know stays as it is written. */
function unescaped(body: string): string {
  return body.replaceAll(
    /\\(?:(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
    (whole, hex, octal, character) => {
      if (character !== undefined) return ESCAPES[character] ?? whole;
      const code = hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex.slice(1), 16);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}

function unreadable(text: string, at: number): SyntaxFault {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const span = { start: at, end: at + character.length };
  if (character === "'" || character === '"')
    return new SyntaxFault(
      'A text is never closed',
      { start: at, end: text.length },
      `Close it with ${character}.`,
    );
  return new SyntaxFault(`The character ${JSON.stringify(character)} has no meaning in an expression`, span);
}
