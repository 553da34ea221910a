import { expect, test } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../../src/libvirt/compare/compare.ts';
import { describeDifference } from '../../../src/libvirt/compare/difference.ts';
import { mergeNetwork } from '../../../src/libvirt/compare/merge.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { checkNetwork } from '../../../src/libvirt/rules/check-network.ts';

const FIRST = { address: '10.58.0.1', prefix: 24 };
const SECOND = { address: '10.58.1.1', prefix: 24 };
const LOWER = { range: [{ start: '10.58.0.10', end: '10.58.0.99' }] };
const UPPER = { range: [{ start: '10.58.1.10', end: '10.58.1.99' }] };
const net = (elements: Omit<Network, 'name'>): Network => ({ name: 'net', ...elements });

/** What differs, and the codes of what is wrong with the network afterwards. */
function tried(complete: Network, base: Network) {
  const current = canonical(base);
  const lines = compareNetworks(complete, current)
    .filter(({ kind }) => kind !== 'unmanaged')
    .map(describeDifference);
  const after = mergeNetwork(complete, current);
  expect(compareNetworks(complete, after).filter(({ kind }) => kind !== 'unmanaged')).toEqual([]);
  return { lines, after, codes: checkNetwork(after).map(({ code }) => code) };
}

test('DHCP moves with all that the other subnet gave out', () => {
  const reservation = { mac: '52:54:00:58:00:01', name: 'vm1', ip: '10.58.0.5' };
  const base = net({
    ip: [{ ...FIRST, dhcp: { ...LOWER, host: [reservation], bootp: { file: 'pxe' } } }, SECOND],
  });
  const { lines, after, codes } = tried(net({ ip: [FIRST, { ...SECOND, dhcp: UPPER }] }), base);
  expect(lines).toEqual([
    'DHCP range 10.58.0.10-10.58.0.99 not desired',
    'reservation vm1 not desired',
    'ip 10.58.0.1 dhcp bootp file not desired',
    'DHCP range 10.58.1.10-10.58.1.99 missing',
  ]);
  expect(after.ip).toEqual([FIRST, { ...SECOND, dhcp: UPPER }]);
  expect(codes).toEqual([]);
});

test('DHCP of a subnet that is not written stays, and is in the way', () => {
  const base = net({ ip: [{ ...FIRST, dhcp: LOWER }, SECOND] });
  expect(tried(net({ ip: [{ ...SECOND, dhcp: UPPER }] }), base).codes).toEqual(['dhcp-twice']);
});

test('DHCP of the other family stays', () => {
  const six = { family: 'ipv6' as const, address: 'fd00:58::1', prefix: 64 };
  const range = [{ start: 'fd00:58::10', end: 'fd00:58::99' }];
  const base = net({ ip: [{ ...six, dhcp: { range } }, SECOND] });
  const { after } = tried(net({ ip: [six, { ...SECOND, dhcp: UPPER }] }), base);
  expect(after.ip?.[0]).toEqual({ ...six, dhcp: { range } });
});

test('another portgroup becomes the default', () => {
  const base = net({ portgroup: [{ name: 'a', default: 'yes' }, { name: 'b' }] });
  const { lines, codes } = tried(net({ portgroup: [{ name: 'a' }, { name: 'b', default: 'yes' }] }), base);
  expect(lines).toEqual(['portgroup a default: yes → no', 'portgroup b default: no → yes']);
  expect(codes).toEqual([]);
});

test('the default portgroup of somebody else is in the way', () => {
  const base = net({ portgroup: [{ name: 'a', default: 'yes' }] });
  const { codes } = tried(net({ portgroup: [{ name: 'b', default: 'yes' }] }), base);
  expect(codes).toEqual(['portgroup-repeated']);
});

test('a device without a mode makes NAT of an isolated network, and leaves every other mode', () => {
  const complete = net({ forward: { dev: 'eth0' } });
  expect(tried(complete, net({ ip: [FIRST] })).lines).toEqual([
    'forward mode: none → nat',
    'forward interface eth0 missing',
  ]);
  const routed = tried(complete, net({ forward: { mode: 'route' }, ip: [FIRST] }));
  expect(routed.lines).toEqual(['forward interface eth0 missing']);
});

test('an empty zone is no zone', () => {
  const complete = net({ bridge: { zone: '' } });
  expect(tried(complete, net({ bridge: { name: 'virbr7' } })).lines).toEqual([]);
  expect(tried(complete, net({ bridge: { name: 'virbr7', zone: 'libvirt' } })).lines).toEqual([
    'bridge zone: libvirt → ""',
  ]);
});
