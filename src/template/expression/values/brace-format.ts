import { isMap } from '../../values.ts';
import { bounded, characterOf, LONGEST, tooLong } from './bounds.ts';
import { reprOf, strOf } from './text.ts';
import { numberOf, typeName, ValueFault } from './value.ts';

/**
 * Python's `str.format`: `'{0} {name:>5} {:02d}'.format(…)`. Indexes within a place reach data only.
 * Throws ValueFault.
 */
export function braceFormat(
  text: string,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): string {
  let next = 0;
  const filled = text.replaceAll(
    /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g,
    (whole, path, conversion, spec = '') => {
      if (whole === '{{' || whole === '}}') return whole[0] as string;
      if (path === undefined) throw new ValueFault('a single brace in the text of format');
      const value = lookUp(path);
      const inner = spec.replaceAll(/\{([^{}]*)\}/g, (_: string, name: string) => strOf(lookUp(name)));
      return aligned(conversion === 'r' ? reprOf(value) : conversion ? strOf(value) : value, inner);
    },
  );
  return bounded(filled);

  function lookUp(path: string): unknown {
    const [, first = '', rest = ''] = /^([^.[]*)(.*)$/.exec(path) ?? [];
    let value: unknown =
      first === '' ? args[next++] : /^\d+$/.test(first) ? args[Number(first)] : own(named, first);
    for (const [, name, index] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
      if (name !== undefined)
        throw new ValueFault(`{${path}}: a key stands in brackets`, `{${first}[${name}]}`);
      value = own(value, index ?? '');
    }
    if (value === undefined) throw new ValueFault(`there is no value for {${path}}`);
    return value;
  }
}

function own(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Python's mini-language of formats: `[[fill]align][sign][#][0][width][,][.precision][type]`. */
function aligned(value: unknown, spec: string): string {
  const match = /^(?:(.)?([<>=^]))?([+ -])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su.exec(
    spec,
  );
  if (!match) throw new ValueFault(`the format ${JSON.stringify(spec)} cannot be read`);
  const [, fill, align, sign, hash, zero, width, group, precision, type] = match;
  const isNumber = numberOf(value) !== undefined && typeof value !== 'boolean';
  const text = isNumber
    ? numberText(value, { sign, hash, group, precision, type })
    : wordText(value, precision, type);
  const size = Number(width ?? 0);
  if (size > LONGEST) throw tooLong();
  const room = Math.max(0, size - [...text].length);
  const filler = fill ?? (zero ? '0' : ' ');
  switch (align ?? (zero && isNumber ? '=' : isNumber ? '>' : '<')) {
    case '<':
      return text + filler.repeat(room);
    case '^':
      return filler.repeat(Math.floor(room / 2)) + text + filler.repeat(Math.ceil(room / 2));
    case '=': {
      const [, head = '', tail = ''] = /^([+ -]?)(.*)$/s.exec(text) ?? [];
      return head + filler.repeat(room) + tail;
    }
    default:
      return filler.repeat(room) + text;
  }
}

function wordText(value: unknown, precision: string | undefined, type: string | undefined): string {
  if (type !== undefined && type !== 's')
    throw new ValueFault(`the format ${type} needs a number, not ${typeName(value)}`);
  const text = strOf(value);
  return precision === undefined ? text : [...text].slice(0, Number(precision)).join('');
}

interface NumberFormat {
  sign: string | undefined;
  hash: string | undefined;
  group: string | undefined;
  precision: string | undefined;
  type: string | undefined;
}

function numberText(value: unknown, { sign, hash, group, precision, type }: NumberFormat): string {
  const number = numberOf(value);
  if (!number) throw new ValueFault(`a number is needed, not ${typeName(value)}`);
  const amount = 'int' in number ? number.int : number.float;
  const size = amount < 0 ? -amount : amount;
  const digits = sized(size, 'int' in number, precision, type);
  const grouped = group ? digits.replace(/^\d+/, (all) => all.replaceAll(/\B(?=(\d{3})+$)/g, group)) : digits;
  const mark = amount < 0 ? '-' : sign === '+' || sign === ' ' ? sign : '';
  const base = hash && /^[xXob]$/.test(type ?? '') ? `0${type}` : '';
  return mark + base + grouped;
}

function sized(
  size: number | bigint,
  isWhole: boolean,
  precision: string | undefined,
  type: string | undefined,
): string {
  const places = Math.min(100, Number(precision ?? 6));
  switch (type) {
    case 'b':
      return size.toString(2);
    case 'o':
      return size.toString(8);
    case 'x':
      return size.toString(16);
    case 'X':
      return size.toString(16).toUpperCase();
    case 'c':
      return characterOf(Number(size));
    case 'e':
    case 'E': {
      const text = Number(size)
        .toExponential(places)
        .replace(/e([+-])(\d)$/, 'e$10$2');
      return type === 'E' ? text.toUpperCase() : text;
    }
    case 'f':
    case 'F':
      return Number(size).toFixed(places);
    case '%':
      return `${(Number(size) * 100).toFixed(places)}%`;
    case 'g':
    case 'G':
      return String(Number(Number(size).toPrecision(Math.max(1, places))));
    default:
      if (isWhole || precision === undefined) return strOf(size);
      return String(Number(Number(size).toPrecision(Math.max(1, places))));
  }
}
