import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from '../../src/plan/quote.ts';

const NASTY = [
  '',
  ' ',
  'two words',
  '$(touch /tmp/owned)',
  '`id`',
  '"; id; "',
  "it's",
  "'",
  "''\\''",
  '-rf',
  '--',
  '~',
  '*',
  'A=B',
  '\\',
  'line\nline',
  'trailing newline\n',
  '\r\t\x1b[31m\x7f',
  'größe 網路 🧱',
  '#no comment',
  '!history',
];

/** What a shell makes of the text: its words, NUL between them. */
function words(text: string): string[] {
  const output = execFileSync('sh', ['-s'], { input: `printf '%s\\0' ${text}\n`, encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

test('a shell reads back exactly the words that were quoted', () => {
  expect(words(quote(NASTY))).toEqual(NASTY);
});

test('any words survive', () => {
  const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (argv) => {
      expect(words(quote(argv))).toEqual(argv);
    }),
    { numRuns: 60 },
  );
});

test('a word that looks like an assignment is no assignment', () => {
  expect(
    execFileSync('sh', ['-c', `f() { :; }; ${quote(['A=1', 'true'])} 2>/dev/null; echo $?`]).toString(),
  ).toBe('127\n');
});

test('plain words stay readable', () => {
  expect(quote(['virsh', '-c', 'qemu:///system', 'net-list', '--all'])).toBe(
    'virsh -c qemu:///system net-list --all',
  );
});

test('a NUL is refused', () => {
  expect(() => quote(['echo', 'a\0b'])).toThrow('NUL');
});
