import { describe, expect, it } from 'vitest';
import type { Described } from '../../src/bridge/described.ts';
import { conflicts } from '../../src/netplan/conflicts.ts';

const desired: Described = { name: 'br0', interfaces: ['eth1'], underlay: [], addresses: [] };
const eth = (name: string, mac = '52:54:00:00:00:09') => ({ name, mac, driver: 'virtio_net' });

/** What is said of a file with these sections, and the cures. */
function said(sections: string, described = desired, hardware = [eth('eth1')]) {
  const text = `network: { version: 2, ${sections} }`;
  return conflicts(described, [{ path: 'other.yaml', text }], hardware).map(({ sentence, cure }) =>
    cure === undefined ? sentence : `${sentence} ${cure}`,
  );
}

it.each([
  ['no', []],
  ['off', []],
  ['false', []],
  ['Yes', ['other.yaml gives eth1, which is to be plugged into br0, dhcp4.']],
  ['on', ['other.yaml gives eth1, which is to be plugged into br0, dhcp4.']],
])('dhcp4: %s of a port is %j', (word, sentences) => {
  expect(said(`ethernets: { eth1: { dhcp4: ${word} } }`)).toEqual(sentences);
});

describe('a link that a file makes', () => {
  const bond = { name: 'bond0', kind: 'bond' as const, interfaces: ['eth1'], addresses: [] };
  const over = { ...desired, interfaces: ['bond0'] };
  const text = 'bonds: { bond0: { interfaces: [eth1] } }, ethernets: { eth1: { dhcp4: on, mtu: 9000 } }';

  it('can be a port, and is not described again', () => {
    expect(said(text, over)).toEqual([]);
    expect(said(text, { ...over, underlay: [bond] })).toEqual([
      'other.yaml gives eth1, which is to be plugged into br0, dhcp4.',
      'other.yaml describes bond0 too.',
    ]);
  });

  it('is no port with addresses of its own, nor when it is a bridge', () => {
    const vlan = { ...desired, interfaces: ['eth1.5'] };
    expect(said('vlans: { eth1.5: { id: 5, link: eth1, addresses: [10.0.0.1/24] } }', vlan)).toEqual([
      'other.yaml gives eth1.5, which is to be plugged into br0, addresses.',
    ]);
    expect(said('bridges: { br7: {} }', { ...desired, interfaces: ['br7'] })).toEqual([
      'other.yaml has br7 below bridges. A bridge is no port of another: leave br7 out of interfaces.',
    ]);
  });

  it('does not have the name of the bridge below another section', () => {
    expect(said('ethernets: { br0: {} }')).toEqual([
      'other.yaml has br0 below ethernets. It is something else there: choose another name than br0.',
    ]);
  });
});

describe('an address of the bridge on another link', () => {
  const addressed = { ...desired, addresses: ['10.77.1.2/16', '2001:db8::1/64'] };
  const one = (written: string) => said(`ethernets: { eth0: { addresses: [${written}] } }`, addressed);

  it('is refused, however it is written', () => {
    expect(one('10.77.1.2/16')).toEqual([
      'other.yaml gives eth0 the address 10.77.1.2/16. An address is on one link only, and br0 has eth1 for its port: add eth0 to interfaces, or give one of them another address.',
    ]);
    expect(one('10.77.1.2/24')).toHaveLength(1);
    expect(one('"2001:DB8:0::1/64"')).toHaveLength(1);
    expect(one('10.77.1.2/16: { label: x }')).toHaveLength(1);
    expect(one('10.77.1.20/16')).toEqual([]);
  });

  it('is refused for its VLANs too', () => {
    const vlan = { name: 'br0.5', kind: 'vlan' as const, interfaces: [], addresses: ['10.5.0.1/24'] };
    expect(
      said('vlans: { eth0.5: { id: 5, link: eth0, addresses: [10.5.0.1/24] } }', {
        ...desired,
        underlay: [vlan],
      }),
    ).toHaveLength(1);
  });
});

describe('an entry that finds a port by match', () => {
  const found = (id: string, match: string, hardware = [eth('eth1')]) =>
    said(`ethernets: { ${id}: { match: { ${match} }, dhcp4: on } }`, desired, hardware);

  it.each([
    'name: "eth*"',
    'name: eth?',
    'name: "eth[0-3]"',
    'macaddress: "52:54:00:00:00:09"',
    'driver: virtio*',
    'driver: [e1000, virtio_net]',
  ])('%s is in the way where networkd takes it first', (match) => {
    expect(found('all', match)).toEqual(['other.yaml describes eth1 as all, by match.']);
    expect(found('later', match)).toEqual([]);
  });

  it.each([
    'name: "en*"',
    'name: "eth[!1]"',
    'macaddress: "52:54:00:00:00:0a"',
    'name: "eth*", driver: e1000',
  ])('%s finds others', (match) => {
    expect(found('all', match)).toEqual([]);
  });

  it('that is for other links too cannot be taken over', () => {
    expect(found('all', 'name: "eth*"', [eth('eth1'), eth('eth2')])).toEqual([
      'other.yaml describes eth1, eth2 as all, by match. Of what fits a link networkd takes the first by name, which is all: change its match so that it does not fit eth1.',
    ]);
  });
});

it('an address of IPv6 is seen in any spelling', () => {
  const described = { ...desired, addresses: ['fd00::1/64'] };
  for (const spelling of ['fd00::1', 'FD00::1', 'Fd00:0:0::1', 'fd00::0001'])
    expect(said(`ethernets: { eth9: { addresses: ['${spelling}/64'] } }`, described)).toEqual([
      expect.stringMatching(/^other\.yaml gives eth9 the address fd00::1\/64\. An address is on one link/),
    ]);
});
