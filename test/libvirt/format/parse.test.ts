import { expect, test } from 'vitest';
import { parseElement, parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { dhcpHost } from '../../../src/libvirt/model/elements/ip.ts';
import { ProblemError } from '../../../src/problem.ts';

const valid = `<network>
  <name>lab</name>
  <!-- a remark -->
  <forward mode='nat'/>
  <ip address='10.0.0.1' prefix='24'/>
</network>`;

test('reads what is declared and ignores comments', () => {
  expect(parseNetwork(valid)).toEqual({
    name: 'lab',
    forward: { mode: 'nat' },
    ip: [{ address: '10.0.0.1', prefix: 24 }],
  });
});

test.each([
  ['an unknown attribute', `<bridge forwardDelay='0'/>`, 'xml-unknown-attribute', 3, 11],
  ['an unknown element', `<bridges/>`, 'xml-unknown-element', 3, 3],
  ['the name of a property of every object', `<constructor/>`, 'xml-unknown-element', 3, 3],
  [
    'an element of a foreign namespace',
    `<x:ip xmlns:x='urn:x' address='10.9.0.1'/>`,
    'xml-unknown-element',
    3,
    3,
  ],
  ['a word libvirt would drop', `<portgroup name='a' default='true'/>`, 'xml-bad-value', 3, 23],
  ['a number that is none', `<mtu size='big'/>`, 'xml-bad-value', 3, 8],
  ['a second element where one belongs', `<forward mode='route'/>`, 'xml-repeated-element', 4, 3],
  ['a missing attribute', `<domain/>`, 'xml-missing', 3, 3],
  ['loose text', `<dns>yes</dns>`, 'xml-unexpected-text', 3, 8],
  ['a child of a text', `<title><b/></title>`, 'xml-unknown-element', 3, 10],
  ['an attribute of a text', `<title lang='en'>x</title>`, 'xml-unknown-attribute', 3, 10],
  ['an attribute of metadata', `<metadata a='1'/>`, 'xml-unknown-attribute', 3, 13],
  ['a hexadecimal number where libvirt takes none', `<mtu size='0x578'/>`, 'xml-bad-value', 3, 8],
])('refuses %s at its place', (_case, line, code, ...[row, column]) => {
  const xml = valid.replace('<!-- a remark -->', line);
  expect(problemsOf(xml)).toMatchObject([{ code, place: { file: 'lab.xml', line: row, column } }]);
});

test.each([
  ['a tag that is not closed', valid.replace('</network>', ''), 'xml-not-well-formed'],
  ['an attribute without quotes', valid.replace(`'nat'`, 'nat'), 'xml-not-well-formed'],
  ['an entity', valid.replace('lab', '&lab;'), 'xml-not-well-formed'],
  ['a document type', `<!DOCTYPE network>${valid}`, 'xml-doctype'],
  ['XML of something else', '<domain/>', 'xml-wrong-root'],
  ['nothing', '', 'xml-not-well-formed'],
])('refuses %s', (_case, xml, code) => {
  expect(problemsOf(xml)).toMatchObject([{ code }]);
});

test('shows all problems at once', () => {
  const xml = `<network><name>x</name><a/><ip address='1.2.3.400' netmask='x'/></network>`;
  expect(problemsOf(xml).map((problem) => problem.code)).toEqual([
    'xml-unknown-element',
    'xml-bad-value',
    'xml-bad-value',
  ]);
});

test('knows the dnsmasq namespace under any prefix', () => {
  const xml = `<network xmlns:d='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>x</name>
    <d:options><d:option value='log-dhcp'/></d:options></network>`;
  expect(parseNetwork(xml)).toEqual({
    name: 'x',
    'dnsmasq:options': { 'dnsmasq:option': [{ value: 'log-dhcp' }] },
  });
});

test('keeps metadata as it is, with the namespaces it needs', () => {
  const xml = `<network xmlns:a='urn:a'><name>x</name><metadata><a:b c="1">t &amp; u<a:d/></a:b></metadata></network>`;
  expect(parseNetwork(xml).metadata).toBe('<a:b c="1" xmlns:a="urn:a">t &amp; u<a:d/></a:b>');
});

test('reads numbers as libvirt does, where it takes those of C', () => {
  const xml = (parameters: string, expiry: string) =>
    `<network><name>x</name><ip address='10.0.0.1' prefix='024'><dhcp>
      <range start='10.0.0.2' end='10.0.0.9'><lease expiry='${expiry}'/></range></dhcp></ip>
    <virtualport type='802.1Qbg'><parameters ${parameters}/></virtualport></network>`;
  const { ip, virtualport } = parseNetwork(xml("managerid='010' typeid='0x1f' typeidversion='9'", '0x10'));
  expect(ip?.[0]).toMatchObject({ prefix: 24, dhcp: { range: [{ lease: { expiry: 16 } }] } });
  expect(virtualport?.parameters).toEqual({ managerid: 8, typeid: 31, typeidversion: 9 });
});

test('reads behind a byte order mark, and lines that end as on Windows', () => {
  expect(parseNetwork(`\ufeff${valid.replaceAll('\n', '\r\n')}\r\n`)).toEqual(parseNetwork(valid));
});

test('reads one element, whole or partial', () => {
  const xml = `<host mac='52:54:00:12:34:56'/>`;
  expect(parseElement('host', dhcpHost, xml, { partial: true })).toEqual({ mac: '52:54:00:12:34:56' });
  expect(() => parseElement('host', dhcpHost, xml)).toThrow(ProblemError);
});

function problemsOf(xml: string) {
  try {
    parseNetwork(xml, 'lab.xml');
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('it was accepted');
}
