import { expect, it } from 'vitest';
import { html, joined } from '../../../src/report/page/html.ts';

it('a text that is put in is text, in an element and in an attribute', () => {
  const hostile = `"><script>alert('1')</script>&amp;`;
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(`<p title="${ESCAPED}">${ESCAPED}</p>`);
});

const ESCAPED = '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;';

it('characters that nobody sees are shown', () => {
  expect(html`${'a\0b\x1b[31m\u202ec\ud83d\n'}`.text).toBe('a\\x00b\\x1b[31m\\u202ec\\ud83d\\n');
});

it('parts of html stay html; nothing is written for what is undefined', () => {
  const parts = [html`<b>1</b>`, undefined, 2, ['<', [html`<i>3</i>`]]];
  expect(html`[${parts}]`.text).toBe('[<b>1</b>2&#60;<i>3</i>]');
  expect(joined(['a', 'b', 'c'], html`<br/>`).text).toBe('a<br/>b<br/>c');
});
