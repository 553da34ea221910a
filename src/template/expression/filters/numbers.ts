import { equal, truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { Float, float, isText, numberOf, plain, ValueFault, whole } from '../values/value.ts';
import { amountOf, countOf, listOf } from './arguments.ts';
import { operation } from './operation.ts';
import { arithmeticSum } from './sum.ts';

/** Python reads no longer number: `sys.int_info.default_max_str_digits`. */
const MOST_DIGITS = 4300;

/** Python's `int(text, base)`, or undefined where it is no number. */
export function wholeOf(value: unknown, base = 10): number | bigint | undefined {
  const number = numberOf(value);
  if (number)
    return 'int' in number
      ? number.int
      : Number.isFinite(number.float)
        ? whole(BigInt(Math.trunc(number.float)))
        : undefined;
  if (!isText(value)) return undefined;
  const text = plain(value)
    .trim()
    .replaceAll(/(?<=[\da-zA-Z])_(?=[\da-zA-Z])/g, '');
  const [, sign = '', prefix = '', digits = ''] = /^([+-]?)(0[xXoObB])?(\w+)$/.exec(text) ?? [];
  const radix = { x: 16, o: 8, b: 2 }[prefix[1]?.toLowerCase() ?? ''];
  if (prefix !== '' && radix !== base && base !== 0) return undefined;
  const used = prefix === '' ? base || 10 : (radix ?? 10);
  const allowed = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, used);
  if (digits === '' || digits.length > MOST_DIGITS) return undefined;
  if ([...digits.toLowerCase()].some((digit) => !allowed.includes(digit))) return undefined;
  const amount = [...digits.toLowerCase()].reduce(
    (sum, digit) => sum * BigInt(used) + BigInt(allowed.indexOf(digit)),
    0n,
  );
  return whole(sign === '-' ? -amount : amount);
}

function floatOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number) return Number('int' in number ? number.int : number.float);
  const text = isText(value) ? plain(value).trim().toLowerCase() : '';
  if (/^[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/.test(text)) return Number(text.replaceAll('_', ''));
  const named = { inf: Infinity, '+inf': Infinity, infinity: Infinity, '-inf': -Infinity, nan: Number.NaN }[
    text
  ];
  return named;
}

/** Ansible's words for true; all others are false. */
function boolOf(value: unknown): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (!isText(value)) return equal(value, 1);
  return ['yes', 'on', '1', 'true'].includes(plain(value).toLowerCase());
}

/** Python rounds a half to the even neighbour. */
function round(value: number, precision: number, how: string): number {
  const scale = 10 ** precision;
  if (how === 'ceil') return Math.ceil(value * scale) / scale;
  if (how === 'floor') return Math.floor(value * scale) / scale;
  if (how !== 'common') throw new ValueFault('the method of rounding is common, ceil or floor');
  if (precision >= 0) {
    const places = Math.min(precision, 75);
    const isHalf = /50{24}$/.test(Math.abs(value).toFixed(places + 25));
    return isHalf ? (2 * Math.round((value * scale) / 2)) / scale : Number(value.toFixed(places));
  }
  return Math.round(value * scale) / scale;
}

export const NUMBERS = {
  int: operation('default base', (value: unknown, [otherwise, base]) => {
    const text = isText(value) ? floatOf(value) : undefined;
    const fallback =
      text !== undefined && Number.isFinite(text) ? whole(BigInt(Math.trunc(text))) : (otherwise ?? 0);
    return wholeOf(value, countOf(base, 10)) ?? fallback;
  }),
  float: operation('default', (value: unknown, [otherwise]) => {
    const number = floatOf(value);
    return number === undefined ? (otherwise ?? new Float(0)) : float(number);
  }),
  bool: operation('', boolOf),
  abs: operation('', (value: unknown) => {
    const number = numberOf(value);
    if (!number) throw new ValueFault('abs needs a number');
    if ('float' in number) return float(Math.abs(number.float));
    return whole(number.int < 0 ? (typeof number.int === 'bigint' ? -number.int : -number.int) : number.int);
  }),
  round: operation('precision method', (value: unknown, [precision, how]) => {
    const method = strOf(how ?? 'common');
    const rounded = round(amountOf(value), countOf(precision, 0), method);
    const number = numberOf(value);
    return method === 'common' && number && 'int' in number ? rounded : float(rounded);
  }),
  sum: operation('attribute start', (list: unknown, [attribute, start]) =>
    arithmeticSum(listOf(list), attribute, start ?? 0),
  ),
  pow: operation('y', (value: unknown, [power]) => float(amountOf(value) ** amountOf(power))),
  root: operation('base', (value: unknown, [base]) =>
    float(amountOf(value) ** (1 / (base === undefined ? 2 : amountOf(base)))),
  ),
  log: operation('base', (value: unknown, [base]) =>
    float(
      base === undefined
        ? Math.log(amountOf(value))
        : amountOf(base) === 10
          ? Math.log10(amountOf(value))
          : Math.log(amountOf(value)) / Math.log(amountOf(base)),
    ),
  ),
  filesizeformat: operation('binary', (value: unknown, [isBinary]) =>
    fileSize(amountOf(value), truthOf(isBinary ?? false)),
  ),
};

function fileSize(bytes: number, isBinary: boolean): string {
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const units = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
  const index = Math.min(units.length, Math.floor(Math.log(bytes) / Math.log(base)));
  const letter = units[index - 1] ?? 'Y';
  return `${(bytes / base ** index).toFixed(1)} ${isBinary ? `${letter.toUpperCase()}iB` : `${letter}B`}`;
}
