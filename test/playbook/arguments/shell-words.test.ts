import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutIntoWords } from '../../../src/playbook/arguments/shell-words.ts';
import { FaultError } from '../../../src/template/fault.ts';

const words = (text: string) => cutIntoWords(text).map((word) => word.text);

/** What the shell of this machine makes of a text. */
function shellWords(text: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `set -f; printf '%s\\0' ${text}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

it.each([
  'virsh net-list --all',
  "  a\t'b c'  d'e'f  ",
  `"a 'b'" 'c "d"' "e\\"f" 'g\\' "h\\i" j\\ k \\' ''`,
  'a#b x=y ü=" "',
])('%j is cut as a shell does', (text) => {
  expect(words(text)).toEqual(shellWords(text));
});

it('any words come back from their quotes', () => {
  const word = fc.string({ unit: fc.constantFrom(...`ab'"\\ |>$\``) });
  fc.assert(
    fc.property(fc.array(word), (list) => {
      const quoted = list.map((each) => `'${each.replaceAll("'", "'\\''")}'`);
      expect(words(quoted.join(' '))).toEqual(list);
    }),
  );
});

it('an expression belongs to one word, with all that stands in it', () => {
  const text = `x "{{ a['b c'] }}"'{{ "d" }} e' --f={{ {'g': 1}['g'] }}h {{ i }}`;
  expect(words(text)).toEqual(['x', `{{ a['b c'] }}{{ "d" }} e`, "--f={{ {'g': 1}['g'] }}h", '{{ i }}']);
  expect(cutIntoWords(' a  "b" {{ c }}').map(({ start }) => start)).toEqual([1, 5, 8]);
});

it.each([
  ["it's", 'unclosed-quote', 2],
  ['a "b', 'unclosed-quote', 2],
  ['a | b', 'needs-shell', 2],
  ['a && b', 'needs-shell', 2],
  ['a 2>/dev/null', 'needs-shell', 2],
  ['a > b', 'needs-shell', 2],
  ['a {{ b', 'unreadable-expression', 2],
])('%j is refused', (text, code, start) => {
  try {
    cutIntoWords(text);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    expect(error.problems).toMatchObject([{ code, start }]);
    return;
  }
  expect.unreachable();
});

it('what a shell would understand may be meant as an argument', () => {
  expect(words(`grep '|' ">" a\\&`)).toEqual(['grep', '|', '>', 'a&']);
});
