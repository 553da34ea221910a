import { isMap } from '../../values.ts';
import { bounded, characterOf, LONGEST, tooLong } from './bounds.ts';
import { strOf } from './text.ts';
import { numberOf, typeName, ValueFault } from './value.ts';

/** Python's `%` on text: `'%s-%02d' % (a, b)`. Throws ValueFault. */
export function format(text: string, values: unknown): string {
  // A list of Python is one value here, and a tuple one for each place; there is no tuple in data.
  const list = Array.isArray(values) ? [...values] : [values];
  const pattern = /%(?:\((\w+)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?([diouxXeEfFgGcrsa%])/g;
  let used = 0;
  const next = () => {
    if (used >= list.length) throw new ValueFault('there are fewer values than places in the text');
    return list[used++];
  };
  const filled = text.replaceAll(pattern, (...match) => {
    const [, name, flags = '', width, precision, type = ''] = match as string[];
    if (type === '%') return '%';
    const size = width === '*' ? Number(next()) : Number(width ?? 0);
    const value = name === undefined ? next() : named(values, name);
    return padded(converted(value, type, flags, precision), size, flags, type);
  });
  if (!isMap(values) && used < list.length)
    throw new ValueFault('there are more values than places in the text');
  return bounded(filled);
}

function named(values: unknown, name: string): unknown {
  if (isMap(values) && Object.hasOwn(values, name)) return values[name];
  throw new ValueFault(`there is no value for %(${name})`);
}

function converted(value: unknown, type: string, flags: string, precision: string | undefined): string {
  if ('sra'.includes(type)) {
    const text = strOf(value);
    return precision === undefined ? text : text.slice(0, Number(precision));
  }
  const number = numberOf(value);
  if (!number) throw new ValueFault(`%${type} needs a number, not ${typeName(value)}`);
  const amount = Number('int' in number ? number.int : number.float);
  const plus = amount >= 0 ? (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') : '';
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return plus + String('int' in number ? number.int : Math.trunc(amount));
    case 'x':
      return (flags.includes('#') ? '0x' : '') + Math.trunc(amount).toString(16);
    case 'X':
      return (flags.includes('#') ? '0X' : '') + Math.trunc(amount).toString(16).toUpperCase();
    case 'o':
      return (flags.includes('#') ? '0o' : '') + Math.trunc(amount).toString(8);
    case 'c':
      return characterOf(amount);
    case 'e':
    case 'E': {
      const text = amount
        .toExponential(Math.min(100, Number(precision ?? 6)))
        .replace(/e([+-])(\d)$/, 'e$10$2');
      return plus + (type === 'E' ? text.toUpperCase() : text);
    }
    case 'g':
    case 'G':
      return plus + String(Number(amount.toPrecision(Math.min(100, Math.max(1, Number(precision ?? 6))))));
    default:
      return plus + amount.toFixed(Math.min(100, Number(precision ?? 6)));
  }
}

function padded(text: string, width: number, flags: string, type: string): string {
  if (width > LONGEST) throw tooLong();
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || 'sracr'.includes(type)) return text.padStart(width);
  const [, sign = '', digits = ''] = /^([+ -]?(?:0[xXo])?)(.*)$/.exec(text) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}
