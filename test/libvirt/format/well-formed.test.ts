import { expect, test } from 'vitest';
import { isWellFormedContent } from '../../../src/libvirt/format/metadata.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { faultOf } from '../../../src/libvirt/format/well-formed.ts';

const titled = (title: string) => `<network><name>x</name><title>${title}</title></network>`;

test.each([
  ['a bare ampersand', titled('\na & b'), 2, 3],
  ['a reference without its end', titled('a&amp b'), 1, 32],
  ['a bare ampersand in an attribute', "<network><name>x</name><bridge name='a&b'/></network>", 1, 39],
  ['the end of a CDATA section in text', titled('a ]]> b'), 1, 33],
  ['text in another encoding', `<?xml version='1.0' encoding='ISO-8859-1'?>${titled('é')}`, 1, 1],
  ['an encoding that nobody knows', `<?xml version='1.0' encoding='klingon'?>${titled('e')}`, 1, 1],
  ['elements that libxml2 does not follow', `<a>${'<b>'.repeat(300)}${'</b>'.repeat(300)}</a>`, 1, 766],
])('%s is a fault at its place', (_case, xml, line, column) => {
  expect(faultOf(xml)).toMatchObject({ lineNumber: line, columnNumber: column });
  expect(() => parseNetwork(xml)).toThrow('The XML is not well-formed');
});

test.each([
  ['references', titled('&amp;&lt;&#65;&#x41;')],
  ['what stands in comments, CDATA and instructions', titled('<!-- a & b ]]> --><![CDATA[a & b]]><?a & b?>')],
  ['a bracket in an attribute', "<network><name>x</name><bridge zone=']]>'/></network>"],
  ['angle brackets in attributes', `<a>${'<b c=\'<d>\' e="</b>"/>'.repeat(300)}</a>`],
  ['another encoding of ASCII', `<?xml version='1.0' encoding='ISO-8859-1'?>${titled('e')}`],
  ['UTF-8', `<?xml version="1.0" encoding="utf-8" standalone="yes"?>${titled('é')}`],
])('%s are none', (_case, xml) => {
  expect(faultOf(xml)).toBeUndefined();
});

test('metadata is judged as strictly', () => {
  expect(isWellFormedContent("<a xmlns='urn:a'>b & c</a>")).toBe(false);
  expect(isWellFormedContent("<a xmlns='urn:a'>b &amp; c</a>")).toBe(true);
});
