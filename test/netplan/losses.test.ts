import { describe, expect, it } from 'vitest';
import { losses } from '../../src/netplan/losses.ts';

const described = { name: 'br0', interfaces: ['eth0'], underlay: [], addresses: ['10.77.1.2/16'] };
const link = { name: 'eth0', mac: '', driver: '' };

/** What the host loses when a bridge with these settings takes such a port over. */
function lost(sections: string, settings: object = {}) {
  const text = `network: { version: 2, ${sections} }`;
  const changes = losses({ path: '/etc/netplan/50.yaml', text }, described, { ...settings }, [link]);
  expect(changes.every(({ before, after }) => before === 'in /etc/netplan/50.yaml' && after === null)).toBe(
    true,
  );
  return changes.map(({ what }) => what);
}

const port = (settings: string, has: object = {}) => lost(`ethernets: { eth0: { ${settings} } }`, has);

describe('what a port had and the bridge does not have', () => {
  it.each([
    [
      'addresses: [10.77.1.2/16, 10.5.0.1/24]',
      ['address 10.77.1.2/16 of eth0', 'address 10.5.0.1/24 of eth0'],
    ],
    ['routes: [{ to: default, via: 10.77.0.1, metric: 7 }]', ['default route via 10.77.0.1 of eth0']],
    ['routes: [{ to: 0.0.0.0/0, via: 10.77.0.1 }]', ['default route via 10.77.0.1 of eth0']],
    ['gateway4: 10.77.0.1', ['default route via 10.77.0.1 of eth0']],
    [
      'routes: [{ to: 10.200.0.0/16, via: 10.77.0.9, table: 100 }]',
      ['route to 10.200.0.0/16 via 10.77.0.9 table 100 of eth0'],
    ],
    ['routes: [{ to: nonsense, via: x }]', ['route to nonsense x of eth0']],
    [
      'nameservers: { addresses: [10.77.0.53], search: [lab.example] }',
      ['name server 10.77.0.53 of eth0', 'search domain lab.example of eth0'],
    ],
    [
      'routing-policy: [{ from: 10.77.1.2/32, table: 100 }]',
      ['routing policy from 10.77.1.2/32 table 100 of eth0'],
    ],
    ['accept-ra: true, dhcp4: yes, dhcp4-overrides: { use-dns: no }', ['accept-ra of eth0', 'dhcp4 of eth0']],
    ['dhcp4: no, addresses: [], mtu: 9000', []],
  ])('%s', (settings, what) => {
    expect(port(settings)).toEqual(what);
  });
});

it('what the bridge has is no loss, however it is written', () => {
  const has = {
    addresses: ['10.77.1.2/16', '2001:db8::1/64'],
    routes: [{ to: 'default', via: '10.77.0.1' }],
    nameservers: { addresses: ['10.77.0.53'], search: ['lab.example'] },
    dhcp6: true,
    'dhcp6-overrides': { 'use-dns': false },
    'accept-ra': true,
  };
  expect(
    port(
      'addresses: [10.77.1.2/24, "2001:DB8::1/64"], gateway4: 10.77.0.1, nameservers: { addresses: [10.77.0.53], search: [lab.example] }, dhcp6: true, dhcp6-overrides: { use-dns: false }, accept-ra: true',
      has,
    ),
  ).toEqual([]);
  expect(port('dhcp6: true, dhcp6-overrides: { use-dns: true }', has)).toEqual(['dhcp6-overrides of eth0']);
});

it('a place in another bridge is lost, and what was said of all that fits', () => {
  expect(lost('bridges: { brold: { interfaces: [eth0, eth1] } }')).toEqual(['port eth0 of brold']);
  expect(lost('ethernets: { all: { match: { name: "e*" }, dhcp4: true } }')).toEqual(['dhcp4 of eth0']);
  expect(lost('ethernets: { eth1: { dhcp4: true } }')).toEqual([]);
});
