import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { Safe, ValueFault } from '../values/value.ts';
import { mapOf } from './arguments.ts';
import { operation } from './operation.ts';

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};

/** The text with the characters of markup escaped, once; what a macro wrote is no markup yet, as in Ansible. */
function escaped(value: unknown): Safe {
  return value instanceof Safe && (value.voucher === 'author' || value.voucher === 'markup')
    ? value
    : new Safe(
        strOf(value).replaceAll(/[&<>'"]/g, (each) => MARKUP[each] ?? each),
        'markup',
      );
}

/** Filters of markup. */
export const MARKUP_FILTERS = {
  escape: operation('', escaped),
  e: operation('', escaped),
  forceescape: operation('', (value: unknown) => escaped(strOf(value))),
  safe: operation('', (value: unknown) => new Safe(strOf(value), 'author')),
  striptags: operation('', (value: unknown) =>
    strOf(value)
      .replaceAll(/<!--[\s\S]*?-->|<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ),
  xmlattr: operation('autospace', (value: unknown, [isSpaced]) => {
    const entries = Object.entries(mapOf(value ?? {})).filter(
      ([, each]) => each !== null && each !== undefined,
    );
    const odd = entries.find(([key]) => !/^[^\s/>="'<&]+$/.test(key));
    if (odd) throw new ValueFault(`${JSON.stringify(odd[0])} cannot be the name of an attribute`);
    const text = entries.map(([key, each]) => `${key}="${escaped(each).text}"`).join(' ');
    return new Safe(text && truthOf(isSpaced ?? true) ? ` ${text}` : text, 'markup');
  }),
};
