import type { Output } from './output.ts';
import { numberText, refuseBroken, Unsafe, withoutTags } from './unsafe.ts';

/** What ends a line, a field, or begins a comment or quotes. */
const MEANINGFUL: readonly (readonly [RegExp, string])[] = [
  [/[\n\r]/, 'a newline'],
  [/[\u0000-\u001f\u007f]/, 'a control character'],
  [/,/, 'a comma'],
  [/#/, 'a `#`'],
  [/["\\]/, 'a quote or backslash'],
  [/^\s|\s$/, 'a blank at its end'],
];

/** What has no escape in quotes: dnsmasq(8) knows \n, \t, \" and \\. */
const UNPRINTABLE: typeof MEANINGFUL = [[/[^\P{Cc}\n\t]/u, 'a control character']];

function escaped(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/**
 * One field of a line of dnsmasq's configuration (dnsmasq(8), "CONFIG FILE"). Where the template has quotes around a
 * tag, a comma and a `#` are text, and what would end the quotes is escaped; in the middle of a field there are none.
 */
export const dnsmasq: Output = {
  alwaysEscapes: true,
  spot: (before, after) => {
    const line = withoutTags(before, 'x').split('\n').at(-1) ?? '';
    const isOpen = (line.match(/"/g) ?? []).length % 2 === 1;
    return isOpen && after.startsWith('"') ? 'quoted' : 'field';
  },
  escape(value, spot) {
    if (value === null) throw new Unsafe('has no value');
    if (typeof value === 'number') return numberText(value);
    const text = String(value);
    const found = (spot === 'quoted' ? UNPRINTABLE : MEANINGFUL).find(([pattern]) => pattern.test(text));
    if (found) throw new Unsafe(`holds ${found[1]}, which a field of dnsmasq.conf cannot hold`);
    refuseBroken(text);
    return spot === 'quoted' ? escaped(text) : text;
  },
};
