import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { splitArguments } from '../../src/transport/split-arguments.ts';

test.each([
  '',
  '  ',
  '-o StrictHostKeyChecking=yes -F /etc/ssh/lab',
  `-o ProxyCommand="ssh -W %h:%p jump host" -o 'User=a b'`,
  `a"b c"d'e f'g`,
  '-i my\\ key',
  `"" ''`,
  '"a \\" b" "c:\\\\d" "e\\f"',
  "'it'\\''s'",
  '\ta\nb ',
])('words are split as a shell splits them: %s', (text) => {
  const output = execFileSync('sh', [
    '-c',
    `for word in ${text.replaceAll('\n', ' ')}; do printf '%s\\0' "$word"; done`,
  ]);
  expect(splitArguments(text)).toEqual(output.toString().split('\0').slice(0, -1));
});

test('nothing is expanded', () => {
  expect(splitArguments('$HOME `id` * ~')).toEqual(['$HOME', '`id`', '*', '~']);
});

test.each([`-o "User=a`, `'open`, 'a "b', 'end\\'])('an open quote is not guessed at: %s', (text) => {
  expect(splitArguments(text)).toBeUndefined();
});
