import { expect, it } from 'vitest';
import { conflicts, withoutDescribed } from '../../src/netplan/take-over.ts';

const wanted = { name: 'br0', interfaces: ['eth1'], made: [], addresses: [] };
const file = (text: string) => ({
  installed: true,
  networkManager: false,
  ifupdown: [],
  files: [{ path: 'other.yaml', text }],
});

it.each([
  ['no', []],
  ['off', []],
  ['false', []],
  ['Yes', ['other.yaml gives eth1, which is to be plugged into br0, dhcp4.']],
  ['on', ['other.yaml gives eth1, which is to be plugged into br0, dhcp4.']],
])('dhcp4: %s of a port is %j', (word, sentences) => {
  const text = `network: { version: 2, ethernets: { eth1: { dhcp4: ${word} } } }`;
  expect(conflicts(wanted, file(text), 'own.yaml').map(({ sentence }) => sentence)).toEqual(sentences);
});

it('what is not taken over stays as it is written', () => {
  const text = (more: string) => `network:
  version: 2
  ethernets:
    # The uplink
    eth1:
      optional: yes${more}
      macaddress: 00:01:02:03:04:05
    eth2: { dhcp4: Off }
`;
  expect(withoutDescribed(text('\n      dhcp4: on'), wanted)).toBe(text(''));
});

it('bonds and VLANs of the bridge are taken over with it', () => {
  const text =
    'network: { version: 2, bonds: { bond0: { interfaces: [eth1] } }, ethernets: { eth1: { dhcp4: on, mtu: 9000 } } }';
  const bond = { name: 'bond0', kind: 'bond' as const, interfaces: ['eth1'], addresses: [] };
  const over = { ...wanted, interfaces: ['bond0'] };
  const said = (made: (typeof bond)[]) =>
    conflicts({ ...over, made }, file(text), 'own.yaml').map(({ sentence }) => sentence);
  expect(said([bond])).toEqual([
    'other.yaml gives eth1, which is to be plugged into br0, dhcp4.',
    'other.yaml describes bond0 too.',
  ]);
  expect(said([])).toEqual(['other.yaml describes bond0 below bonds: say it in the task below bonds, too.']);
  expect(withoutDescribed(text, { ...over, made: [bond] })).toBe(
    'network: { version: 2, ethernets: { eth1: { mtu: 9000 } } }\n',
  );
});
