import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNetworks } from '../../src/libvirt/all-networks.ts';
import { parseGuestTaps } from '../../src/libvirt/guests.ts';
import { networkState } from '../../src/libvirt/network-state.ts';
import { ProbeError } from '../../src/plan/probe.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, '../recorded', name), 'utf8');

describe.each(['9.0', '11.3'])('what libvirt %s answers', (version) => {
  it('is read as the taps of its guests', () => {
    const taps = parseGuestTaps(recorded(`guest-taps-libvirt-${version}.txt`));
    expect(taps).toContainEqual({
      guest: 'web1',
      mac: expect.stringMatching(/^52:54:00:/),
      interface: 'vnet0',
      network: 'default',
      bridge: 'virbr0',
      master: 'virbr0',
    });
    expect(taps).toHaveLength(version === '9.0' ? 2 : 1);
  });

  it('is read as all its networks, both copies', () => {
    const networks = parseNetworks(recorded(`all-networks-libvirt-${version}.txt`));
    const names = networks.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['bridged', 'default', 'isolated', 'nat-network', 'routed']),
    );
    const found = networks.find(({ name }) => name === 'default');
    expect(found?.state).toMatchObject({
      active: true,
      autostart: true,
      persistent: { name: 'default', bridge: { name: 'virbr0' } },
      live: { name: 'default', bridge: { name: 'virbr0' } },
    });
    expect(found?.state.live).not.toHaveProperty('connections');
  });
});

it('no taps and no networks are ordinary answers', () => {
  expect(parseGuestTaps('')).toEqual([]);
  expect(parseNetworks('')).toEqual([]);
});

it('what libvirt prints and nobody can read is a fault of the host', () => {
  const info = { name: 'lab', uuid: '', active: false, autostart: false, persistent: true };
  // What libvirt 9.0 and 11.3 print of a portgroup named a'b.
  const dumped = "<network>\n  <name>lab</name>\n  <portgroup name='a'b'>\n  </portgroup>\n</network>\n";
  expect(() => networkState(info, dumped, '')).toThrow(ProbeError);
  expect(networkState(info, dumped.replace("a'b", 'ab'), '')).toMatchObject({ persistent: { name: 'lab' } });
});
