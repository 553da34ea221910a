import type { Output } from './output.ts';
import { numberText, refuseBroken, Unsafe, withoutTags } from './unsafe.ts';

/** What is not among the characters of XML 1.0 (https://www.w3.org/TR/xml/#charsets). */
const FORBIDDEN = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** White space too: a parser turns it into blanks inside an attribute unless it is written as a reference. */
const SPECIAL = /[&<>"'\t\n\r]/g;

/** Text and quoted attributes of XML. */
export const xml: Output = {
  alwaysEscapes: true,
  spot(before) {
    const open = openMarkup(withoutTags(before, ''));
    if (open) throw new Unsafe(`stands ${open}, where no value can be made safe`);
    return '';
  },
  escape(value) {
    if (value === null) throw new Unsafe('has no value');
    if (typeof value === 'number') return numberText(value);
    const text = String(value);
    refuseBroken(text);
    if (FORBIDDEN.test(text)) throw new Unsafe('holds a control character, which XML cannot hold');
    return text.replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
  },
};

/** Markup that opens, with what it closes by; a tag's quoted attributes are skipped whole. */
const MARKUP: readonly (readonly [open: string, close: RegExp, where: string])[] = [
  ['<!--', /-->/g, 'in a comment'],
  ['<![CDATA[', /\]\]>/g, 'in a CDATA section'],
  ['<?', /\?>/g, 'in a processing instruction'],
  ['<', /"[^"]*"|'[^']*'|["'][\s\S]*|>/g, 'in a tag, outside of quotes'],
];

/** What the end of the text stands in, when that is neither text nor a quoted attribute. */
function openMarkup(text: string): string | undefined {
  let position = text.indexOf('<');
  while (position >= 0) {
    const markup = MARKUP.find(([open]) => text.startsWith(open, position));
    if (!markup) return undefined;
    const [open, close, where] = markup;
    const end = closed(text, position + open.length, close);
    if (end === undefined) return where;
    position = text.indexOf('<', end);
  }
  return undefined;
}

/** Where the markup ends; the end of the text when that stands in a quoted attribute; undefined when it stays open. */
function closed(text: string, from: number, close: RegExp): number | undefined {
  close.lastIndex = from;
  for (let match = close.exec(text); match; match = close.exec(text)) {
    const [found] = match;
    if (!/^["']/.test(found)) return close.lastIndex;
    if (found.length === 1 || found.at(-1) !== found[0]) return text.length;
  }
  return undefined;
}
