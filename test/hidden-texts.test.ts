import { afterEach, expect, it } from 'vitest';
import { hiddenTexts } from '../src/hidden-texts.ts';

afterEach(() => hiddenTexts.clear());

it.each([
  ['as it is', `it's <"a" & b>`],
  ['in XML', 'it&apos;s &lt;&quot;a&quot; &amp; b&gt;'],
  ['in the text of XML', `it's &lt;"a" &amp; b&gt;`],
  ['in XML by numbers', 'it&#39;s &#60;&#34;a&#34; &#38; b&#62;'],
  ['in JSON', String.raw`it's <\"a\" & b>`],
  ['in a URL', "it's%20%3C%22a%22%20%26%20b%3E"],
  ['in a word of a shell', `it'\\''s <"a" & b>`],
  ['in base64', Buffer.from(`it's <"a" & b>`).toString('base64')],
])('a text is hidden %s', (_, form) => {
  hiddenTexts.hide(`it's <"a" & b>`);
  expect(hiddenTexts.conceal(`one ${form} two`)).toBe('one ******** two');
});

it('a text that is a part of another leaves nothing of the other', () => {
  hiddenTexts.hide('horse');
  hiddenTexts.hide('horse battery');
  expect(hiddenTexts.conceal('horse battery, horse')).toBe('********, ********');
});

it('so is each of its lines, but none that is short', () => {
  hiddenTexts.hide('first line\nab\nlast line\n');
  expect(hiddenTexts.concealAll({ said: ['ab: first line', 7], to: { whom: 'last line' } })).toEqual({
    said: ['ab: ********', 7],
    to: { whom: '********' },
  });
});
