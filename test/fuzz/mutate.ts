import type { Random } from './random.ts';

/** Bytes; what a mutation makes is cut there. */
const LONGEST = 48 * 1024;

/** Words and bytes at which readers stumble: marks of formats, names of JavaScript, odd Unicode, broken UTF-8. */
const PIECES: readonly Buffer[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length'],
  ...['null', 'true', '~', 'NaN', 'Infinity', '-0', '', '0x', '0o9', '.inf', '1e400', '2026-02-30'],
  ...[
    '\x00',
    '\x1e',
    '\x1b[31m',
    '\x1b]0;x\x07',
    '\x7f',
    '\x9b',
    '\r',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '\n\n',
    '\u2028',
  ],
  ...['\u202e', '\u2066', '\ufeff', '\u0301', 'ǅ', 'ß', 'İ', '💥', '\u{10ffff}', '\ufffe', '１２', '٣'],
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '"',
    "'",
    '`',
    '\\',
    '&',
    '*',
    '!',
    '|',
    '%',
    '#',
    ':',
    ',',
    ';',
  ],
  ...[
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '&a;',
  ],
  ...[
    '- ',
    ': ',
    '? ',
    '<<: ',
    '&a ',
    '*a',
    '!!',
    '!vault ',
    '---\n',
    '...\n',
    '../',
    '/',
    '-',
    '--',
    '=',
    '$(x)',
  ],
]
  .map((text) => Buffer.from(text))
  .concat(['eda080', 'c080', 'ff', 'f4908080', 'e2', '80'].map((hex) => Buffer.from(hex, 'hex')));

const NUMBERS = [
  ...['0', '-1', '1', '255', '256', '65535', '65536', '2147483648', '4294967296', '9007199254740993'],
  ...['18446744073709551616', `${'9'.repeat(400)}`, '1e308', '-1e-400', '0.1', '010', '+5', '1_000', '0b1'],
];

/** What nests: what opens it and what closes it. */
const NESTS: readonly (readonly [string, string])[] = [
  ...([
    ['[', ']'],
    ['{', '}'],
    ['(', ')'],
    ['{"a":', '}'],
    ['<a>', '</a>'],
    ['<a b="', '"/>'],
    ['- ', ''],
  ] as const),
  ...([
    ['{{ ', ' }}'],
    ['{% if x %}', '{% endif %}'],
    ['{{#if x}}', '{{/if}}'],
    ['not ', ''],
    ['-', ''],
  ] as const),
  ...([
    ['"', '"'],
    ['(a|', ')+'],
    ['$.', ''],
    ['&a [', ']'],
    ['[*a, ', ']'],
    ['\\', ''],
  ] as const),
];

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

/** An input with a few mutations, of which most keep what a reader checks first. */
export function mutated(corpus: readonly Buffer[], words: readonly Buffer[], random: Random): Buffer {
  let bytes = random.of(corpus);
  const pieces = words.length > 0 && random.below(2) === 0 ? words : PIECES;
  for (let left = 1 + random.below(random.below(4) === 0 ? 12 : 4); left > 0; left--) {
    const mutation = random.of(MUTATIONS);
    bytes = mutation(
      bytes,
      random,
      mutation === inserted || mutation === replaced ? pieces : corpus,
    ).subarray(0, LONGEST);
  }
  return bytes;
}

function cut(bytes: Buffer, random: Random): [number, number] {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + random.below(random.below(3) === 0 ? bytes.length + 1 : 24))];
}

function around(
  bytes: Buffer,
  [start, end]: readonly [number, number],
  ...middle: readonly Buffer[]
): Buffer {
  return Buffer.concat([bytes.subarray(0, start), ...middle, bytes.subarray(end)]);
}

const inserted: Mutation = (bytes, random, pieces) => {
  const [start] = cut(bytes, random);
  return around(bytes, [start, start], random.of(pieces));
};

const replaced: Mutation = (bytes, random, pieces) => around(bytes, cut(bytes, random), random.of(pieces));

const removed: Mutation = (bytes, random) => around(bytes, cut(bytes, random));

const flipped: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  if (copy.length > 0)
    copy[at] = random.below(2) === 0 ? (copy[at] ?? 0) ^ (1 << random.below(8)) : random.below(256);
  return copy;
};

const repeated: Mutation = (bytes, random) => {
  const [start, end] = cut(bytes, random);
  const part = bytes.subarray(start, end);
  const most = Math.floor(LONGEST / Math.max(1, part.length));
  const times = Math.min(most, 1 + random.below(random.below(8) === 0 ? 20_000 : 8));
  return around(
    bytes,
    [end, end],
    Buffer.from(Buffer.concat([part]).toString('latin1').repeat(times), 'latin1'),
  );
};

const spliced: Mutation = (bytes, random, others) => {
  const other = random.of(others);
  return Buffer.concat([
    bytes.subarray(0, random.below(bytes.length + 1)),
    other.subarray(random.below(other.length + 1)),
  ]);
};

const moved: Mutation = (bytes, random) => {
  const [start, end] = cut(bytes, random);
  const rest = around(bytes, [start, end]);
  const at = random.below(rest.length + 1);
  return around(rest, [at, at], bytes.subarray(start, end));
};

const deepened: Mutation = (bytes, random) => {
  const [start, end] = cut(bytes, random);
  const [open, close] = random.of(NESTS);
  const times = 1 + random.below(random.below(6) === 0 ? 6000 : 5);
  return around(
    bytes,
    [start, end],
    Buffer.from(open.repeat(times)),
    bytes.subarray(start, end),
    Buffer.from(close.repeat(times)),
  );
};

/** A number in the text, or a word, becomes another one. */
function exchanged(pattern: RegExp, others: readonly string[]): Mutation {
  return (bytes, random) => {
    const found = [...bytes.toString('latin1').matchAll(pattern)];
    if (found.length === 0) return bytes;
    const { 0: text, index } = random.of(found);
    return around(bytes, [index, index + text.length], Buffer.from(random.of(others)));
  };
}

const lineMoved: Mutation = (bytes, random) => {
  const lines = bytes.toString('latin1').split('\n');
  const [from, to] = [random.below(lines.length), random.below(lines.length)];
  const line = lines[from] ?? '';
  if (random.below(2) === 0) lines.splice(from, 1);
  if (random.below(3) > 0) lines.splice(to, 0, line);
  return Buffer.from(lines.join('\n'), 'latin1');
};

const MUTATIONS: readonly Mutation[] = [
  ...[inserted, inserted, replaced, removed, flipped, repeated, spliced, moved, deepened, lineMoved],
  exchanged(/\d+/g, NUMBERS),
  exchanged(/[A-Za-z_]{2,}/g, [
    '__proto__',
    'constructor',
    'toString',
    'x',
    '',
    'a'.repeat(3000),
    '-x',
    '<b>',
  ]),
];
