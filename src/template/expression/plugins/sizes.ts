import { amountOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';

/** Units of 1024, by their letters. */
const LETTERS = ['B', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

const limitOf = (letter: string) => 1024 ** LETTERS.indexOf(letter);

/** `1.50 GB`. A unit is its letter; another counts as none. Source: `bytes_to_human` of Ansible 2.14. */
const humanReadable = operation('isbits unit', (value: unknown, [isBits, unit]) => {
  const size = amountOf(value);
  const base = truthOf(isBits ?? false) ? 'bits' : 'Bytes';
  const asked = unit === undefined || unit === null ? undefined : strOf(unit).toUpperCase();
  const fits = (letter: string) => (asked === undefined ? size >= limitOf(letter) : asked === letter);
  const letter = LETTERS.toReversed().find(fits) ?? 'B';
  const name = letter === 'B' ? base : `${letter}${base.slice(0, 1)}`;
  return `${(size / limitOf(letter)).toFixed(2)} ${name}`;
});

/** The bytes of `1.5G`, or the bits of `10Mb`. Source: `human_to_bytes` of Ansible 2.14. */
const humanToBytes = operation('default_unit isbits', (value: unknown, [otherwise, isBits]) => {
  const [, amount = '', written] = /^\s*(\d*\.?\d*)\s*([A-Za-z]+)?/.exec(strOf(value)) ?? [];
  if (!/\d/.test(amount)) throw new ValueFault(`${strOf(value)} is no size`, 'Such as 10M or 1.5G.');
  const unit = written ?? (otherwise === undefined || otherwise === null ? undefined : strOf(otherwise));
  if (unit === undefined) return rounded(Number(amount));
  const letter = unit.slice(0, 1).toUpperCase();
  const [sign, word] = truthOf(isBits ?? false) ? ['b', 'bit'] : ['B', 'byte'];
  const isKnown = unit.length === 1 || unit.toLowerCase().includes(word) || unit[1] === sign;
  if (!LETTERS.includes(letter) || !isKnown)
    throw new ValueFault(`${unit} is no unit`, `There are ${LETTERS.join(', ')}, such as ${letter}${sign}.`);
  return rounded(Number(amount) * limitOf(letter));
});

/** Python rounds a half to the even neighbour. */
function rounded(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2) : Math.round(value);
}

export const SIZES = { human_readable: humanReadable, human_to_bytes: humanToBytes };
