import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { differingCopies } from '../../../src/libvirt/compare/copy-differences.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { parseNetworks } from '../../../src/libvirt/observe/all-networks.ts';

const copy = (inner: string) => parseNetwork(`<network><name>lab</name>${inner}</network>`);
const dns = (...names: string[]) =>
  `<dns>${names.map((name, index) => `<host ip='10.0.0.${index + 2}'><hostname>${name}</hostname></host>`).join('')}</dns>`;
const ip = (inner: string) => `<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp>${inner}</dhcp></ip>`;
const vm = (name: string, last: number) =>
  `<host mac='52:54:00:00:00:01' name='${name}' ip='10.0.0.${last}'/>`;
const RANGE = "<range start='10.0.0.100' end='10.0.0.200'/>";

test.each<[string, string, string, string[]]>([
  ['nothing', dns('a'), dns('a'), []],
  ['a lost entry', dns('a', 'b'), dns('a'), ['DNS host b only persistent']],
  ['an entry that was added live', dns('a'), dns('a', 'b'), ['DNS host b only live']],
  ['the first entry of a kind', '', dns('a'), ['DNS host a only live']],
  ['a value', "<mtu size='1400'/>", "<mtu size='9000'/>", ['mtu 1400 persistent, 9000 live']],
  ['a value that is only live', '', "<mtu size='9000'/>", ['mtu 9000 only live']],
  ['a value that is only persistent', "<mtu size='9000'/>", '', ['mtu 9000 only persistent']],
  ['the mode', '', "<forward mode='nat'/>", ['forward mode none persistent, nat live']],
  ['an address', ip(vm('a', 9)), ip(vm('a', 10)), ['reservation a 10.0.0.9 persistent, 10.0.0.10 live']],
  ['a name', ip(vm('a', 9)), ip(vm('b', 9)), ['reservation a name a persistent, b live']],
  ['a range', ip(vm('a', 9)), ip(RANGE + vm('a', 9)), ['DHCP range 10.0.0.100-10.0.0.200 only live']],
])('copies differ in %s', (_case, persistent, live, expected) => {
  expect(differingCopies(copy(persistent), copy(live))).toEqual(expected);
});

test.each(['9.0', '11.3'])('what libvirt %s fills in is no difference', (version) => {
  const file = new URL(`../../recorded/all-networks-libvirt-${version}.txt`, import.meta.url);
  const networks = parseNetworks(readFileSync(file, 'utf8'));
  const both = networks.flatMap((each) =>
    'state' in each && each.state.persistent && each.state.live ? [each.state] : [],
  );
  expect(both.length).toBeGreaterThan(3);
  for (const { persistent, live } of both) {
    expect(persistent && live && differingCopies(persistent, live)).toEqual([]);
  }
});
