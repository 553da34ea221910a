import { expect, test } from 'vitest';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { dhcpPool } from '../../../src/libvirt/observe/dhcp-pool.ts';

const network = (dhcp: string) =>
  parseNetwork(
    `<network><name>lab</name><ip address='10.0.0.1' netmask='255.255.255.0'><dhcp>${dhcp}</dhcp></ip>
    <ip family='ipv6' address='fd00::1' prefix='64'><dhcp><range start='fd00::10' end='fd00::ffff'/></dhcp></ip></network>`,
  );
const RANGES = "<range start='10.0.0.100' end='10.0.0.109'/><range start='10.0.0.120' end='10.0.0.120'/>";
const reserved = (...last: number[]) =>
  last.map((byte) => `<host mac='52:54:00:00:00:${byte}' ip='10.0.0.${byte}'/>`).join('');
const WITHIN = "<host mac='52:54:00:00:00:01' ip='10.0.0.100'/>";
const lease = (ip: string) => ({ mac: '52:54:00:00:01:01', ip });
/** fd00::10 to fd00::ffff. */
const IPV6 = 0x10000 - 0x10;

test('the ranges of both families count, with both their ends', () => {
  expect(dhcpPool(network(RANGES), [])).toEqual({ used: 0, addresses: IPV6 + 11, free: IPV6 + 11 });
});

test('a reservation outside of the ranges is one address more, one within is free for nobody else', () => {
  const held = [lease('10.0.0.10'), lease('10.0.0.100'), lease('fd00:0::10')];
  expect(dhcpPool(network(RANGES + reserved(10, 11)), held)).toEqual({
    used: 3,
    addresses: IPV6 + 13,
    free: IPV6 + 9,
  });
  const within = network(RANGES + WITHIN);
  expect(dhcpPool(within, [])).toEqual({ used: 0, addresses: IPV6 + 11, free: IPV6 + 10 });
  expect(dhcpPool(within, [lease('10.0.0.100')])).toMatchObject({ used: 1, free: IPV6 + 10 });
});

test('a network without DHCP has no pool', () => {
  expect(
    dhcpPool(parseNetwork('<network><name>lab</name><bridge name="br0"/></network>'), []),
  ).toBeUndefined();
});
