import type { Output } from './output.ts';
import { numberText, refuseBroken, Unsafe, withoutTags } from './unsafe.ts';

/** What a whole scalar follows: an indentation, the dash of a list, the colon of a key, flow punctuation. */
const BEFORE_SCALAR = /^\s*$|(?:^|\s)[-?]\s+$|:\s+$|[[{,]\s*$/;
const AFTER_SCALAR = /^\s*$|^\s*[,\]}]|^\s*:(?:\s|$)|^\s+#/;

/** What means itself in plain, quoted and block scalars alike, wherever in them it stands. */
const INERT = /^(?!-)(?:[\w./:-]*[\w/])?$/;

/** Whether a text means itself wherever in YAML it stands. */
export function isInert(text: string): boolean {
  return INERT.test(text);
}

/**
 * YAML as libyaml reads it, which is what netplan uses. Text that is a whole scalar becomes a quoted one; text that
 * is only part of a scalar is written as it is, if it is harmless there.
 */
export const yaml: Output = {
  alwaysEscapes: true,
  spot(before, after) {
    const lines = withoutTags(before, 'x').split('\n');
    const prefix = lines.pop() ?? '';
    const suffix = withoutTags(after, 'x').split('\n')[0] ?? '';
    const isAlone = BEFORE_SCALAR.test(prefix) && AFTER_SCALAR.test(suffix);
    return isAlone && !isInBlockScalar(lines, prefix) ? 'whole' : 'part';
  },
  escape(value, spot) {
    if (typeof value === 'number') return numberText(value);
    if (typeof value === 'boolean') return String(value);
    if (value === null) {
      if (spot === 'part') throw new Unsafe('has no value');
      return 'null';
    }
    refuseBroken(value);
    if (spot === 'whole') return quoted(value);
    if (isInert(value)) return value;
    throw new Unsafe(
      'stands next to other text and holds more than letters, digits and _ . / : -; join them with (concat …) first',
    );
  },
};

/** Whether a line above, less indented, makes this one text: `key: |` or `key: >`. */
function isInBlockScalar(above: readonly string[], line: string): boolean {
  let level = indentation(line);
  for (const other of above.toReversed()) {
    if (other.trim() === '' || indentation(other) >= level) continue;
    if (/(?:^|\s)[|>][-+\d]*\s*(?:#.*)?$/.test(other)) return true;
    level = indentation(other);
  }
  return false;
}

function indentation(line: string): number {
  return line.search(/\S|$/);
}

/** A quoted scalar of printable ASCII: JSON, and YAML's escapes for what JSON leaves as it is. */
function quoted(value: string): string {
  return JSON.stringify(value).replace(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
