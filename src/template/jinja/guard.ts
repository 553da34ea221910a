import type { Kind } from '../output/output.ts';
import { refuseBroken, Unsafe } from '../output/unsafe.ts';

/**
 * Refuses a value that would change the file around it: markup and line breaks in XML, line breaks in the
 * configuration of dnsmasq. `before` is what was written in front of it. Throws Unsafe.
 */
export function guard(value: string, kind: Kind, before: string): void {
  refuseBroken(value);
  if (kind !== 'xml' && kind !== 'dnsmasq') return;
  if (/[\u0000-\u001f\u007f\u2028\u2029\u0085]/.test(value))
    throw new Unsafe('holds a line break or another control character');
  if (kind === 'dnsmasq') return;
  if (/[<>&]/.test(value)) throw new Unsafe('holds markup: <, > or &');
  const isText = before.lastIndexOf('>') > before.lastIndexOf('<');
  if (!isText && /["']/.test(value)) throw new Unsafe('holds a quote, which would end the attribute');
}
