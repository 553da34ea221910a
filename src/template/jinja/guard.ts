import { isText, Safe, type Voucher } from '../expression/values/value.ts';
import type { Kind } from '../output/output.ts';
import { isInert } from '../output/output-yaml.ts';
import { refuseBroken, Unsafe } from '../output/unsafe.ts';

/** What was written in front of a value; `isWhole` where it begins with the file. */
export interface Before {
  text: string;
  isWhole: boolean;
}

/** In front of a file. */
export const BEGINNING: Before = { text: '', isWhole: true };

/** In front of what a macro or a block writes, which may come to stand anywhere. */
export const ANYWHERE: Before = { text: '', isWhole: false };

export function followedBy({ text, isWhole }: Before, more: string): Before {
  return { text: text + more, isWhole };
}

const VOUCHERS: Readonly<Record<Exclude<Kind, 'text'>, readonly Voucher[]>> = {
  xml: ['author', 'template', 'markup'],
  dnsmasq: ['author', 'template', 'lines'],
  yaml: ['author', 'template', 'lines', 'data'],
};

/**
 * Refuses a value that would change the file around it: markup and line breaks in XML, line breaks in the
 * configuration of dnsmasq, and in YAML what may mean more than itself where nobody sees yet where it stands.
 * `value` is what `text` was made of, and says who vouches for it. Throws Unsafe.
 */
export function guard(value: unknown, text: string, kind: Kind, before: Before): void {
  refuseBroken(text);
  if (kind === 'text' || (value instanceof Safe && VOUCHERS[kind].includes(value.voucher))) return;
  if (kind === 'yaml') {
    if (!before.isWhole && isMeaningfulInYaml(value, text))
      throw new Unsafe('holds a line break or markup of YAML');
    return;
  }
  if (/[\u0000-\u001f\u007f\u2028\u2029\u0085]/.test(text))
    throw new Unsafe('holds a line break or another control character');
  if (kind === 'dnsmasq') return;
  if (/[<>&]/.test(text)) throw new Unsafe('holds markup: <, > or &');
  if (/["']/.test(text) && !isBetweenTags(before))
    throw new Unsafe('holds a quote, which would end the attribute');
}

/** Whether a value may be read as more than one text, or one list, in some place where it can stand. */
function isMeaningfulInYaml(value: unknown, text: string): boolean {
  // Python writes the other texts of a list as YAML does.
  if (!isText(value)) return /["\\]/.test(text);
  return /[\p{Cc}\u2028\u2029"'\\{}[\],]|:(?:\s|$)|\s#|^[-?:](?:\s|$)|^[\s#&*!|>%@`]|\s$/u.test(text);
}

/** What is looked at once the whole text is there: values that YAML could read as more than themselves. */
export function structuresLater(value: unknown, text: string, kind: Kind, before: Before): boolean {
  if (kind !== 'yaml' || !before.isWhole || isInert(text)) return false;
  if (value instanceof Safe) return !VOUCHERS.yaml.includes(value.voucher);
  return isText(value) || (typeof value === 'object' && value !== null);
}

/** A comment, a CDATA section, or a tag with its quoted attributes. */
const WHOLE_MARKUP = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?:"[^"]*"|'[^']*'|[^"'>])*>/g;

/** Whether a quote is text there. An attribute holds no `<`: behind one of them it is known what a quote is. */
function isBetweenTags({ text, isWhole }: Before): boolean {
  const from = isWhole ? 0 : text.indexOf('<');
  return from >= 0 && !text.slice(from).replaceAll(WHOLE_MARKUP, '').includes('<');
}
