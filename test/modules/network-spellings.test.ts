import { describe, expect, it } from 'vitest';
import { hostLinks } from '../../src/host/host-links.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { routing } from '../../src/management/routing.ts';
import { network } from '../../src/modules/network.ts';
import { type Args, host, planned } from './network-case.ts';
import { trial } from './trial.ts';

const RANGE = { start: 'fd00::10', end: 'fd00::20' };
const LOUD = { start: 'FD00:0::10', end: 'FD00:0::20' };
const IP = { family: 'ipv6' as const, address: 'fd00::1', prefix: 64 };

describe('an address of IPv6 that is written otherwise than libvirt writes it', () => {
  it.each<[string, object, object, string]>([
    [
      'whose DHCP is null',
      { dhcp: null },
      { range: [RANGE] },
      'DHCP range fd00::10-fd00::20: present → null',
    ],
    [
      'of a range whose lease is null',
      { dhcp: { range: [{ ...LOUD, lease: null }] } },
      { range: [{ ...RANGE, lease: { expiry: 5, unit: 'hours' } }] },
      'DHCP range fd00::10-fd00::20: lease expiry 5, lease unit hours → lease expiry not set, lease unit not set',
    ],
  ])('is known: %s', (_case, more, dhcp, line) => {
    const args = { ip: { address: 'FD00:0::1/64', ...more } };
    expect(planned(args, host({ ip: [{ ...IP, dhcp }] } as Network)).lines).toEqual([line]);
  });

  it('is known where its service goes to another one', () => {
    const next = { start: 'fd01::10', end: 'fd01::20' };
    const args = { ip: [{ address: 'FD00:0::1/64' }, { address: 'FD01::1/64', dhcp: { range: next } }] };
    const { lines } = planned(args, host({ ip: [{ ...IP, dhcp: { range: [RANGE] } }] }));
    expect(lines).toContain('DHCP range fd00::10-fd00::20: present → null');
  });

  it('is the same as another one in its own spelling', () => {
    const ip = { address: 'fd00::1/64' };
    const id = '0:3:0:1:0:16:3e:11:22:33';
    const reserved = (...addresses: string[]) => ({
      ip: { ...ip, dhcp: { host: addresses.map((one, index) => ({ id: `${id}:${index}`, ip: one })) } },
    });
    const complaints = (args: Args) =>
      trial(network, { name: 'net', ...args }, host(undefined) as never).complaints;
    expect(complaints(reserved('fd00::5', 'FD00::5'))).toEqual(['ip.0.dhcp.host.1.ip']);
    expect(complaints(reserved('FD00::1'))).toEqual(['ip.0.dhcp.host.0']);
    const names = [
      { ip: 'fd00::5', hostname: ['a'] },
      { ip: 'FD00:0::5', hostname: ['b'] },
    ];
    expect(complaints({ ip, dns: { host: names } })).toEqual(['dns.host.1.ip']);
  });
});

describe('a route without an address', () => {
  it.each([
    ['10.7.0.1/24', '10.7.0.5', 4],
    ['fd00::1/64', 'fd00::5', 6],
  ])('is the default route beside %s', (address, gateway, family) => {
    const current = { ...host(undefined), version: [12, 0, 0], routing: { family, rules: [], routes: [] } };
    const route = [{ gateway, ...(family === 6 && { family: 'ipv6' as const }) }];
    const { left } = planned({ ip: { address }, route }, current);
    expect(left(routing)).toMatchObject({
      routes: expect.arrayContaining([
        expect.objectContaining({ to: { family, bits: '' }, hops: [{ device: 'virbr0', gateway }] }),
      ]),
    });
    expect(left(hostLinks)).toMatchObject({ routes: [{ device: 'virbr0' }] });
  });
});
