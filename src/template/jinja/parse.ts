import type { Backslashes } from '../expression/syntax/tokens.ts';
import type { FaultError } from '../fault.ts';
import { didYouMean } from '../suggest.ts';
import { cutTemplate, type Tag } from './cut.ts';
import { partOf } from './part.ts';
import type { Reader, StatementTag } from './reader.ts';
import { type GivenSettings, settingsOf } from './settings.ts';
import { REFUSED, STATEMENTS } from './statements.ts';
import type { Body, Statement, Unit } from './tree.ts';
import { unreadable } from './unreadable.ts';

/**
 * Parses a template; Jinja leaves its last line break out. `written` are the settings of a task, `backslashes` says what
 * they mean between `{{` and `}}`. Throws FaultError.
 */
export function parseUnit(
  text: string,
  file?: string,
  {
    written,
    backslashes,
  }: { written?: GivenSettings | undefined; backslashes?: Backslashes | undefined } = {},
): Unit {
  const { settings, start } = settingsOf(text, written);
  const tags = cutTemplate(text.replace(/\r?\n$/, ''), settings, start);
  return { text, body: new Parser(tags, backslashes).whole(), ...(file !== undefined && { file }) };
}

/** Far above what a person writes, far below what the stack of JavaScript holds. */
const DEEPEST = 60;

class Parser implements Reader {
  readonly #tags: readonly Tag[];
  readonly #backslashes: Backslashes | undefined;
  #at = 0;
  #depth = 0;

  constructor(tags: readonly Tag[], backslashes: Backslashes | undefined) {
    this.#tags = tags;
    this.#backslashes = backslashes;
  }

  whole(): Body {
    const body = this.#body([]);
    const tag = this.#tags[this.#at];
    if (tag) throw stray(wordOf(tag));
    return body;
  }

  until(opened: StatementTag, ...words: string[]): { body: Body; closing: StatementTag } {
    if (++this.#depth > DEEPEST) throw unreadable('The statements are nested too deep.', opened);
    const body = this.#body(words);
    this.#depth--;
    const tag = this.#tags[this.#at++];
    if (!tag) {
      const end = words.at(-1) ?? '';
      throw unreadable(`This \`${opened.word}\` is never closed.`, opened, `Close it with {% ${end} %}.`);
    }
    return { body, closing: wordOf(tag) };
  }

  /** Up to a tag of these words, or of any word that closes something. */
  #body(words: readonly string[]): Body {
    const body: Statement[] = [];
    for (let tag = this.#tags[this.#at]; tag; tag = this.#tags[this.#at]) {
      if (tag.kind === 'statement') {
        const statement = wordOf(tag);
        if (words.includes(statement.word)) return body;
        this.#at++;
        body.push(this.#statement(statement));
        continue;
      }
      this.#at++;
      const { text, start, end } = tag;
      body.push(
        tag.kind === 'text'
          ? { ...tag, kind: 'text' }
          : { kind: 'print', value: partOf(tag, this.#backslashes), start, end },
      );
      if (text === '' && tag.kind === 'print') throw unreadable('This tag is empty.', tag);
    }
    return body;
  }

  #statement(tag: StatementTag): Statement {
    const read = Object.hasOwn(STATEMENTS, tag.word) ? STATEMENTS[tag.word] : undefined;
    if (!read) throw stray(tag);
    return read(tag, this);
  }
}

function wordOf({ text, start, end }: Tag): StatementTag {
  const [whole = '', word = ''] = /^\s*([A-Za-z_]\w*)?/.exec(text) ?? [];
  return { word, rest: { text: text.slice(whole.length), start: start + whole.length }, start, end };
}

function stray(tag: StatementTag): FaultError {
  const { word } = tag;
  if (Object.hasOwn(REFUSED, word)) return unreadable(`There is no \`${word}\` here.`, tag, REFUSED[word]);
  if (/^(?:end|el)/.test(word)) return unreadable(`There is nothing that this \`${word}\` belongs to.`, tag);
  const { hint } = didYouMean(word, Object.keys(STATEMENTS));
  return unreadable(`There is no statement \`${word}\`.`, tag, hint);
}
