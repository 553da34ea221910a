import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllLeases } from '../../src/libvirt/observe/all-leases.ts';
import { parseNetworks } from '../../src/libvirt/observe/all-networks.ts';
import { parseGuestTaps } from '../../src/libvirt/observe/guest-taps.ts';
import { networkState } from '../../src/libvirt/observe/network-state.ts';
import { ProbeError } from '../../src/plan/probe.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, '../recorded', name), 'utf8');

const all = (version: string) => recorded(`all-networks-libvirt-${version}.txt`);

describe.each(['9.0', '11.3'])('what libvirt %s answers', (version) => {
  it('is read as the taps of its guests', () => {
    const taps = parseGuestTaps(recorded(`guest-taps-libvirt-${version}.txt`));
    expect(taps).toContainEqual({
      guest: 'web1',
      mac: expect.stringMatching(/^52:54:00:/),
      interface: 'vnet2',
      network: 'default',
      bridge: 'virbr0',
      master: 'virbr0',
    });
    expect(taps).toHaveLength(version === '9.0' ? 2 : 1);
  });

  it('is read as all its networks, both copies', () => {
    const networks = parseNetworks(all(version));
    const names = networks.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['bridged', 'default', 'isolated', 'nat-network', 'routed']),
    );
    const found = networks.find(({ name }) => name === 'default');
    expect(found).toMatchObject({
      state: {
        active: true,
        autostart: true,
        persistent: { name: 'default', bridge: { name: 'virbr0' } },
        live: { name: 'default', bridge: { name: 'virbr0' } },
      },
    });
    expect(found).not.toHaveProperty('state.live.connections');
  });

  it('may hold one network that nobody can read, beside the others', () => {
    const text = all(version);
    const broken = text.replace("<bridge name='virbr0'", "<bridge name='virbr'0'");
    expect(broken).not.toBe(text);
    const networks = parseNetworks(broken);
    expect(networks).toHaveLength(parseNetworks(text).length);
    expect(networks.filter((network) => 'unreadable' in network)).toEqual([
      { name: 'default', uuid: expect.any(String), unreadable: expect.stringContaining('cannot be read') },
    ]);
  });

  it('is read as the leases of its networks', () => {
    const leases = parseAllLeases(recorded(`all-leases-libvirt-${version}.txt`));
    expect([...leases.values()].map((each) => each.map(({ ip }) => ip))).toEqual([
      [],
      ['192.168.122.10', '192.168.122.110', '192.168.122.111'],
      [],
    ]);
    for (const uuid of leases.keys()) expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
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
