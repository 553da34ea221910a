import type { Output } from './output.ts';
import { numberText, refuseBroken, Unsafe } from './unsafe.ts';

/** What ends a line, a field, or begins a comment or quotes; dnsmasq has no dependable way to quote any of them. */
const MEANINGFUL: readonly (readonly [RegExp, string])[] = [
  [/[\n\r]/, 'a newline'],
  [/[\u0000-\u001f\u007f]/, 'a control character'],
  [/,/, 'a comma'],
  [/#/, 'a `#`'],
  [/["\\]/, 'a quote or backslash'],
  [/^\s|\s$/, 'a blank at its end'],
];

/** One field of a line of dnsmasq's configuration (dnsmasq(8), "CONFIG FILE"). */
export const dnsmasq: Output = {
  alwaysEscapes: true,
  spot: () => '',
  escape(value) {
    if (value === null) throw new Unsafe('has no value');
    if (typeof value === 'number') return numberText(value);
    const text = String(value);
    const found = MEANINGFUL.find(([pattern]) => pattern.test(text));
    if (found) throw new Unsafe(`holds ${found[1]}, which a field of dnsmasq.conf cannot hold`);
    refuseBroken(text);
    return text;
  },
};
