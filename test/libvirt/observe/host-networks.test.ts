import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { brief, hostNetworks } from '../../../src/libvirt/observe/host-networks.ts';
import { parsed } from '../../modules/trial.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, '../../recorded', name), 'utf8');

it.each(['9.0', '11.3'])('the networks of a host with libvirt %s', (version) => {
  const networks = parsed(hostNetworks, recorded(`host-networks-libvirt-${version}.txt`));
  expect(networks.map(({ uuid: _, ...rest }) => rest)).toEqual([
    {
      name: 'default',
      forward: { mode: 'nat' },
      bridge: { name: 'virbr0', stp: 'on', delay: 0 },
      ip: [{ address: '192.168.122.1', netmask: '255.255.255.0' }],
    },
    { name: 'hosted', forward: { mode: 'bridge' }, bridge: { name: 'br0' } },
    {
      name: 'nine lives',
      forward: { dev: 'eth0', mode: 'route' },
      bridge: { name: 'virbr9', stp: 'on', delay: 0 },
      ip: [
        { address: '10.8.0.1', prefix: 24 },
        { family: 'ipv6', address: 'fd00:8::1', prefix: 64, localPtr: 'yes' },
      ],
    },
  ]);
});

it('one that nobody can read is left out, and so are none', () => {
  expect(parsed(hostNetworks, '')).toEqual([]);
  const text =
    "  <name>a</name>\n  <ip address='10.0.0.1' future='yes'>\n</network>\n  <name>b</name>\n</network>\n";
  expect(parsed(hostNetworks, text)).toEqual([{ name: 'b' }]);
});

it('it is known which have isolated ports', () => {
  const text = "  <name>a</name>\n  <port isolated='yes'/>\n</network>\n";
  expect(parsed(hostNetworks, text)).toEqual([{ name: 'a', port: { isolated: 'yes' } }]);
});

it('a whole definition is brought to the same', () => {
  const xml = recorded('net-dumpxml-libvirt-11.3-nat-inactive.xml');
  const kept = xml
    .split('\n')
    .filter((line) => /^( {2}<(name|uuid|forward|bridge|dns|port|ip)[ />]| {4}<dhcp|<\/network)/.test(line));
  const [read] = parsed(hostNetworks, `${kept.join('\n')}\n`);
  expect(read?.ip).toMatchObject([{ dhcp: {} }]);
  expect(brief(parseNetwork(xml))).toEqual(read);
});
