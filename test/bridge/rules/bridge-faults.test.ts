import { describe, expect, it } from 'vitest';
import { underlayOf } from '../../../src/bridge/kernel/underlay-link.ts';
import { bridgeFaults } from '../../../src/bridge/rules/bridge-faults.ts';
import { bridge } from '../../../src/modules/bridge.ts';

/** What is said of these arguments: the argument, and what is wrong with it. */
function said(given: object): string[] {
  const args = bridge.args.parse({ name: 'br0', ...given });
  return bridgeFaults({ ...args, underlay: underlayOf(args) }).map(
    ({ at, detail }) => `${at.join('.')}: ${detail}`,
  );
}

const route = (to: string, via: string, more: object = {}) => ({ to, via, ...more });

describe('ports', () => {
  it.each([
    [{ interfaces: ['eth1', 'eth1'] }, 'interfaces.1: eth1 stands twice among the interfaces of br0.'],
    [{ interfaces: ['br0'], addresses: ['10.0.0.1/24'] }, 'interfaces: br0 lies on br0.'],
    [
      { interfaces: ['eth1'], bonds: { bond0: { interfaces: ['eth1'] } } },
      'bonds.bond0.interfaces.0: eth1 is a port of br0 and of bond0.',
    ],
    [{ bonds: { bond0: { interfaces: ['bond0'] } } }, 'bonds.bond0: bond0 lies on bond0.'],
    [
      { interfaces: ['br0.5'], vlans: { 'br0.5': { id: 5, link: 'br0' } } },
      'interfaces: br0 lies on br0.5 lies on br0.',
    ],
    [{ vlans: { 'v.5': { id: 5, link: 'v.5' } } }, 'vlans.v.5.link: v.5 lies on v.5.'],
    [
      { vlans: { a: { id: 5, link: 'eth1' }, b: { id: 5, link: 'eth1' } } },
      'vlans.b.id: a and b are both VLAN 5 of eth1.',
    ],
    [
      { mtu: 1500, vlans: { a: { id: 5, link: 'br0', mtu: 9000 } } },
      'vlans.a.mtu: a has 9000, and br0 has 1500.',
    ],
    [
      { bonds: { bond0: { interfaces: ['eth1'], parameters: { primary: 'eth2' } } } },
      'bonds.bond0.parameters.primary: eth2 is not among the interfaces of bond0.',
    ],
  ])('%j is refused', (given, detail) => {
    expect(said(given)).toEqual([detail]);
  });

  it('on bonds and VLANs of their own are right', () => {
    expect(
      said({
        interfaces: ['bond0.5'],
        bonds: { bond0: { interfaces: ['eth1', 'eth2'], mtu: 9000 } },
        vlans: {
          'bond0.5': { id: 5, link: 'bond0', mtu: 9000 },
          'bond0.6': { id: 6, link: 'bond0' },
          'br0.5': { id: 5, link: 'br0' },
        },
      }),
    ).toEqual([]);
  });
});

describe('addresses', () => {
  it('of IPv6 that count on their link only may be on several links', () => {
    const own = { addresses: ['fe80::1/64'] };
    const vlans = { 'br0.5': { id: 5, link: 'br0', ...own } };
    expect(said({ ...own, vlans })).toEqual([]);
    expect(said({ addresses: ['fe80::1/64', 'FE80::1/64'] })).toEqual([
      'addresses.1: fe80::1 is given to br0 twice.',
    ]);
  });

  it.each([
    ['10.0.0.0/24', '10.0.0.0/24 is the address of a network.'],
    ['10.0.0.255/24', '10.0.0.255/24 is the broadcast address of its network.'],
    ['224.0.0.1/24', '224.0.0.1/24 is a multicast address.'],
    ['2001:db8::/64', '2001:db8::/64 is the address of a network.'],
    ['ff02::1/64', 'ff02::1/64 is a multicast address.'],
  ])('%s is no address of a host', (address, detail) => {
    expect(said({ addresses: [address] })).toEqual([`addresses.0: ${detail}`]);
  });

  it.each(['10.0.0.0/31', '10.0.0.1/31', '10.0.0.0/32', '2001:db8::/127', '2001:db8::/128', '10.0.1.0/16'])(
    '%s is one',
    (address) => {
      expect(said({ addresses: [address] })).toEqual([]);
    },
  );

  it('are on one link, and once', () => {
    expect(said({ addresses: ['10.0.0.1/24', '10.0.0.1/16'] })).toEqual([
      'addresses.1: 10.0.0.1 is given to br0 twice.',
    ]);
    const vlans = { 'br0.5': { id: 5, link: 'br0', addresses: ['2001:DB8:0::1/64'] } };
    expect(said({ addresses: ['2001:db8::1/64'], vlans })).toEqual([
      'vlans.br0.5.addresses.0: 2001:db8::1 is given to br0 and br0.5.',
    ]);
  });

  it('and what else is of a host is none of a port', () => {
    const vlans = {
      'eth1.5': { id: 5, link: 'eth1', dhcp4: true, 'accept-ra': false, nameservers: { search: ['x'] } },
    };
    expect(said({ interfaces: ['eth1.5'], vlans })).toEqual([
      'vlans.eth1.5.nameservers: eth1.5 is among the interfaces of the bridge, and nameservers is for links of the host.',
      'vlans.eth1.5.dhcp4: eth1.5 is among the interfaces of the bridge, and dhcp4 is for links of the host.',
    ]);
  });
});

describe('gateways', () => {
  const addresses = ['10.0.0.1/24', '2001:db8::1/64'];
  const of = (...routes: object[]) => said({ addresses, routes });

  it.each([
    [route('default', '10.0.1.1'), '10.0.1.1 is in no network of 10.0.0.1/24 of br0.'],
    [route('default', '2001:db8:1::1'), '2001:db8:1::1 is in no network of 2001:db8::1/64 of br0.'],
    [route('10.5.0.0/16', '10.0.0.1'), '10.0.0.1 is an address of br0 itself.'],
    [route('10.5.0.0/16', '2001:db8::2'), 'The way to 10.5.0.0/16 leads via 2001:db8::2.'],
  ])('%j is refused', (one, detail) => {
    expect(of(one)).toEqual([`routes.0.via: ${detail}`]);
  });

  it('of a family of which the bridge has no address is refused', () => {
    expect(said({ addresses: ['10.0.0.1/24'], routes: [route('default', '2001:db8::1')] })).toEqual([
      'routes.0.via: 2001:db8::1 is in no network of br0, which has no address of IPv6.',
    ]);
  });

  it('that can be reached another way is right', () => {
    expect(
      of(route('default', '10.0.0.254'), route('default', '2001:db8::2'), route('10.5.0.0/16', '10.0.0.2')),
    ).toEqual([]);
    expect(of(route('default', '10.9.0.1', { 'on-link': true }), route('default', 'fe80::1'))).toEqual([]);
    expect(said({ dhcp4: true, routes: [route('10.5.0.0/16', '10.9.0.1')] })).toEqual([]);
    expect(said({ 'accept-ra': true, routes: [route('2001:db8:5::/64', '2001:db8::1')] })).toEqual([]);
  });

  it('of VLANs are judged by their own addresses', () => {
    const vlan = {
      id: 5,
      link: 'br0',
      addresses: ['10.5.0.1/24'],
      routes: [route('10.6.0.0/16', '10.0.0.2')],
    };
    expect(said({ addresses, vlans: { 'br0.5': vlan } })).toEqual([
      'vlans.br0.5.routes.0.via: 10.0.0.2 is in no network of 10.5.0.1/24 of br0.5.',
    ]);
  });
});

describe('default routes', () => {
  const addresses = ['10.0.0.1/24', '2001:db8::1/64'];

  it('of the same metric are refused, also on two links', () => {
    const twice = [route('default', '10.0.0.2'), route('0.0.0.0/0', '10.0.0.3')];
    expect(said({ addresses, routes: twice })).toEqual([
      'routes.1: br0 via 10.0.0.2 and br0 via 10.0.0.3 are both IPv4, table main, metric none.',
    ]);
    const of6 = [
      route('default', '2001:db8::2'),
      route('default', '2001:db8::3', { metric: 1024, table: 254 }),
    ];
    expect(said({ addresses, routes: of6 })).toEqual([
      'routes.1: br0 via 2001:db8::2 and br0 via 2001:db8::3 are both IPv6, table 254, metric 1024.',
    ]);
    const vlan = { id: 5, link: 'br0', addresses: ['10.5.0.1/24'], routes: [route('default', '10.5.0.2')] };
    expect(
      said({ addresses, routes: [route('default', '10.0.0.2')], vlans: { 'br0.5': vlan } }),
    ).toHaveLength(1);
  });

  it('of other families, tables or metrics are right', () => {
    const all = [
      route('default', '10.0.0.2'),
      route('default', '2001:db8::2'),
      route('default', '10.0.0.3', { metric: 100 }),
      route('default', '10.0.0.4', { table: 7 }),
    ];
    expect(said({ addresses, routes: all })).toEqual([]);
  });
});

it.each(['01:00:5e:00:00:01', '33:33:00:00:00:01', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00'])(
  '%s is no MAC address of a bridge',
  (macaddress) => {
    expect(bridge.args.safeParse({ name: 'br0', macaddress }).success).toBe(false);
  },
);
