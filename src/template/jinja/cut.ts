import type { Settings } from './settings.ts';
import { unreadable } from './unreadable.ts';

/** A piece of a template: text, `{{ … }}` or `{% … %}` with what is inside, and where. */
export type Tag =
  | { kind: 'text'; text: string; start: number; end: number }
  | { kind: 'print' | 'statement'; text: string; start: number; end: number };

interface Opened {
  kind: 'variable' | 'block' | 'comment';
  at: number;
  /** Where the inside begins. */
  from: number;
  sign: string;
}

/** Cuts a template into its pieces, as Jinja's lexer does; comments are left out. Throws FaultError. */
export function cutTemplate(source: string, settings: Settings, start: number): Tag[] {
  return new Cutter(source, settings, start).all();
}

class Cutter {
  readonly #source: string;
  readonly #settings: Settings;
  readonly #opening: RegExp;
  readonly #tags: Tag[] = [];
  #at: number;

  constructor(source: string, settings: Settings, start: number) {
    this.#source = source;
    this.#settings = settings;
    this.#at = start;
    const { block, variable, comment } = settings;
    this.#opening = new RegExp([block, variable, comment].map(([open]) => quoted(open)).join('|'), 'g');
  }

  all(): Tag[] {
    for (let opened = this.#next(); opened; opened = this.#next()) {
      this.#text(this.#at, opened);
      if (opened.kind === 'comment') this.#comment(opened);
      else if (!(opened.kind === 'block' && this.#raw(opened))) this.#tag(opened);
    }
    this.#add(this.#source.slice(this.#at), this.#at);
    return this.#tags;
  }

  #next(): Opened | undefined {
    this.#opening.lastIndex = this.#at;
    const match = this.#opening.exec(this.#source);
    if (!match) return undefined;
    const [open] = match;
    const kinds = ['block', 'variable', 'comment'] as const;
    const kind = kinds.find((each) => this.#settings[each][0] === open) ?? 'variable';
    const from = match.index + open.length;
    const sign = /^[-+]/.exec(this.#source.slice(from, from + 1))?.[0] ?? '';
    return {
      kind,
      at: match.index,
      from: from + (kind === 'variable' && sign === '+' ? 0 : sign.length),
      sign,
    };
  }

  /** The text in front of a tag, without the blanks that the tag or the settings drop. */
  #text(from: number, { kind, at, sign }: Opened): void {
    const text = this.#source.slice(from, at);
    if (sign === '-') {
      this.#add(text.trimEnd(), from);
      return;
    }
    const line = this.#source.slice(this.#source.lastIndexOf('\n', at - 1) + 1, at);
    const isFirst = kind !== 'variable' && sign !== '+' && /^[ \t]*$/.test(line);
    this.#add(this.#settings.lstrip && isFirst ? text.replace(/[ \t]+$/, '') : text, from);
  }

  #add(text: string, start: number): void {
    if (text === '') return;
    const lines = text.replaceAll(/\r\n?/g, '\n');
    this.#tags.push({ kind: 'text', text: lines, start, end: start + text.length });
  }

  #comment({ at, from }: Opened): void {
    const [open, close] = this.#settings.comment;
    const end = this.#source.indexOf(close, from);
    if (end < 0) throw this.#unclosed(at, open, close);
    this.#continue(end + close.length, this.#source[end - 1] ?? '', true);
  }

  #tag({ kind, at, from }: Opened): void {
    const [open, close] = this.#settings[kind];
    const end = closing(this.#source, from, close);
    if (end < 0) throw this.#unclosed(at, open, close);
    const inside = this.#source.slice(from, end);
    const sign = /(?:-|(?<=^|[^+])\+)$/.exec(inside)?.[0] ?? '';
    const text = sign === '' || (kind === 'variable' && sign === '+') ? inside : inside.slice(0, -1);
    this.#tags.push({
      kind: kind === 'block' ? 'statement' : 'print',
      text,
      start: from,
      end: end + close.length,
    });
    this.#continue(end + close.length, sign, kind === 'block');
  }

  /** `{% raw %}…{% endraw %}` is text. */
  #raw({ at, from }: Opened): boolean {
    const [open, close] = this.#settings.block.map(quoted);
    const begin = new RegExp(`\\s*raw\\s*([-+]?)${close}`, 'y');
    begin.lastIndex = from;
    const begun = begin.exec(this.#source);
    if (!begun) return false;
    this.#continue(begin.lastIndex, begun[1] ?? '', false);
    const ending = new RegExp(`${open}([-+]?)\\s*endraw\\s*([-+]?)${close}`, 'g');
    ending.lastIndex = this.#at;
    const ended = ending.exec(this.#source);
    if (!ended)
      throw unreadable('This raw is never closed.', { start: at, end: from }, 'Close it with endraw.');
    const [whole, sign = '', after = ''] = ended;
    this.#text(this.#at, { kind: 'block', at: ended.index, from: ended.index, sign });
    this.#continue(ended.index + whole.length, after, true);
    return true;
  }

  #continue(at: number, sign: string, isBlock: boolean): void {
    const pattern = sign === '-' ? /\s*/y : /(?:\r?\n)?/y;
    pattern.lastIndex = at;
    const trims = sign === '-' || (isBlock && sign !== '+' && this.#settings.trim);
    this.#at = at + (trims ? (pattern.exec(this.#source)?.[0].length ?? 0) : 0);
  }

  #unclosed(at: number, open: string, close: string) {
    const span = { start: at, end: at + open.length };
    return unreadable(`This \`${open}\` is never closed.`, span, `Close it with \`${close}\`.`);
  }
}

/** Quoted text, or one other character. */
const TOKEN = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|[\s\S]/y;

/** The offset of what closes a tag, or -1. Braces of maps and of quoted text do not close it. */
function closing(source: string, from: number, close: string): number {
  let depth = 0;
  TOKEN.lastIndex = from;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
    if (depth === 0 && source.startsWith(close, match.index)) return match.index;
    if (match[0] === '{') depth++;
    if (match[0] === '}' && depth > 0) depth--;
  }
  return -1;
}

function quoted(text: string): string {
  return text.replaceAll(/[^\w\s]/g, '\\$&');
}
