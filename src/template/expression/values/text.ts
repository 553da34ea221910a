import { type Notation, noted } from './notation.ts';
import { Temporal } from './temporal.ts';
import { absent, Float, Safe, Undefined, ValueFault } from './value.ts';

/** Python's `str()`: what a value becomes within text. */
export function strOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Safe || value instanceof Temporal) return value.text;
  return reprOf(value);
}

/** Python's `repr()`: text in quotes, as it stands within a list. Throws ValueFault. */
export function reprOf(value: unknown): string {
  return noted(value, REPR);
}

const REPR: Notation = { comma: ', ', colon: ': ', keys: Object.keys, key: quoted, scalar: scalarRepr };

function scalarRepr(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Safe) return quoted(value.text);
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : floatText(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Temporal) return value.repr;
  if (value instanceof Undefined) throw absent(value);
  throw new ValueFault('The value has no text');
}

/** Double quotes where there are single ones inside and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replaceAll(/[\\\n\r\t]|[\x00-\x1f\x7f-\xa0\xad]|['"]/g, (character) => {
    if (character === quote || character === '\\') return `\\${character}`;
    if (character === "'" || character === '"') return character;
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return short ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `${quote}${body}${quote}`;
}

/** The shortest text that reads back as the number: `2.0`, `1e+16`, `1e-05`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [, sign = '', digits = '', exponent = '0'] =
    /^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential()) ?? [];
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    const two = String(Math.abs(power)).padStart(2, '0');
    return `${sign}${digits}e${power < 0 ? '-' : '+'}${two}`;
  }
  const text = power < 0 ? value.toFixed(-power + digits.replace('.', '').length - 1) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
