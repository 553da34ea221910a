import { type Place, ProblemError } from '../../problem.ts';
import { isMap } from '../../template/values.ts';

const KEYS = ['start', 'end', 'count', 'stride', 'format'];

/** More than anyone means. */
const MOST = 100_000;

/**
 * The texts of `with_sequence`: `start=1 end=5 stride=2 format=vm%02d`, `count=4`, or `1-5/2:vm%02d`.
 * Source: `plugins/lookup/sequence.py` of Ansible 2.14.
 */
export function sequence(term: unknown, place: Place): string[] {
  const given = isMap(term) ? term : (shortcut(String(term)) ?? words(String(term)));
  const unknown = Object.keys(given).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) throw refusal(`it has no ${unknown.join(', ')}; it has ${KEYS.join(', ')}`, place);
  const { format = '%d' } = given;
  const number = (key: string, otherwise: number) => {
    const value = given[key] === undefined ? otherwise : Number(given[key]);
    if (Number.isInteger(value)) return value;
    throw refusal(`${key} is no whole number`, place);
  };
  const start = number('start', 1);
  const stride = number('stride', given.count !== undefined || number('end', start) >= start ? 1 : -1);
  if (given.end === undefined && given.count === undefined) throw refusal('it needs end or count', place);
  const end = given.count === undefined ? number('end', start) : start + (number('count', 0) - 1) * stride;
  if (given.count !== undefined && number('count', 0) === 0) return [];
  if (stride === 0) return [];
  const length = Math.floor((end - start) / stride) + 1;
  if (length > MOST) throw refusal(`it has ${length} items`, place);
  return Array.from({ length: Math.max(0, length) }, (_, index) =>
    formatted(String(format), start + index * stride, place),
  );
}

function words(text: string): Record<string, string> {
  const pairs = text
    .trim()
    .split(/\s+/)
    .map((word) => word.split('='));
  return Object.fromEntries(pairs.map(([key = '', ...value]) => [key, value.join('=')]));
}

function shortcut(text: string): Record<string, string> | undefined {
  const match = /^(?:(0x[0-9a-f]+|\d+)-)?(0x[0-9a-f]+|\d+)(?:\/(-?\d+))?(?::(.+))?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, start, end = '', stride, format] = match;
  return {
    end,
    ...(start !== undefined && { start }),
    ...(stride !== undefined && { stride }),
    ...(format !== undefined && { format }),
  };
}

/** As Python's `%` has it, for one number. */
function formatted(format: string, value: number, place: Place): string {
  const match = /^((?:[^%]|%%)*)%(0?)(\d*)([dixXo])((?:[^%]|%%)*)$/.exec(format);
  if (!match) throw refusal(`the format ${format} has no single %d`, place);
  const [, before = '', zero, width = '', type = 'd', after = ''] = match;
  const base = type === 'o' ? 8 : /x/i.test(type) ? 16 : 10;
  const digits = value.toString(base);
  const text = (type === 'X' ? digits.toUpperCase() : digits).padStart(
    Number(width),
    zero === '0' ? '0' : ' ',
  );
  return `${before}${text}${after}`.replaceAll('%%', '%');
}

function refusal(why: string, place: Place): ProblemError {
  return new ProblemError([
    {
      code: 'bad-sequence',
      summary: 'A sequence cannot be read',
      detail: `\`with_sequence\`: ${why}.`,
      place,
      hint: 'Write it as start=1 end=5 stride=2 format=vm%02d, or as count=5.',
    },
  ]);
}
