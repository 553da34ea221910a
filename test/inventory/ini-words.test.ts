import { expect, it } from 'vitest';
import { splitWords } from '../../src/inventory/ini-words.ts';

it.each([
  ['a  b=1\tc', ['a', 'b=1', 'c']],
  ['a x="b c" y=\'d "e"\'', ['a', 'x=b c', 'y=d "e"']],
  ['a\\ b "\\"q\\" \\n" \'\\\'', ['a b', '"q" \\n', '\\']],
  ['x=$(id) `id` ~ *', ['x=$(id)', '`id`', '~', '*']],
  ['a "" b', ['a', '', 'b']],
])('%s is split', (line, words) => {
  expect(splitWords(line).map(({ text }) => text)).toEqual(words);
});

it('a # ends the line only where comments are meant, and not in quotes', () => {
  const texts = (comments: boolean) => splitWords('a x="#1" b#c d', { comments }).map(({ text }) => text);
  expect(texts(true)).toEqual(['a', 'x=#1', 'b']);
  expect(texts(false)).toEqual(['a', 'x=#1', 'b#c', 'd']);
});

it('a word knows where it begins', () => {
  expect(splitWords('a  "b c"').map(({ start }) => start)).toEqual([0, 3]);
});

it.each(['a "b', "a 'b", 'a \\'])('%s is refused', (line) => {
  expect(() => splitWords(line)).toThrow();
});
