import { expect, test } from 'vitest';
import { readable } from '../../src/transport/readable.ts';

test.each([
  ['colour', '\x1b[31mred\x1b[0m', '�[31mred�[0m'],
  ['carriage return over a line', 'good\rbad', 'good�bad'],
  ['eight-bit control sequence', 'a\u009b2Jb', 'a�2Jb'],
  ['right-to-left override', 'a\u202eb', 'a�b'],
  ['invalid UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a�b'],
])('%s cannot drive the terminal', (_, bytes, text) => {
  expect(readable(Buffer.from(bytes))).toBe(text);
});

test('letters, tabs and line ends of any kind stay', () => {
  expect(readable(Buffer.from('größe\t網路\r\n🧱\n'))).toBe('größe\t網路\n🧱\n');
});
