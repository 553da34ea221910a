import { expect, it } from 'vitest';
import { parseAllLeases } from '../../../src/libvirt/observe/all-leases.ts';
import { parseLeases } from '../../../src/libvirt/observe/leases.ts';

// Recorded in the lab, of guests that asked for an address under these names; virsh 9.0 and 11.3 print the same.
const ROWS = ` Expiry Time           MAC address         Protocol   IP address       Hostname                    Client ID or DUID
----------------------------------------------------------------------------------------------------------------------
 2026-11-29 10:06:00   52:54:00:00:66:01   ipv4       10.60.0.100/24   <script>alert(1)</script>   -
 2026-11-29 10:06:03   52:54:00:00:66:02   ipv4       10.60.0.101/24   \\x1b[31mred                 -
 2026-11-29 10:06:03   52:54:00:00:66:03   ipv4       10.60.0.102/24   a b;rm -rf $(id)            -
 2026-11-29 10:06:13   52:54:00:00:66:07   ipv4       10.60.0.106/24   --all                       01:02
 2026-11-29 10:06:13   52:54:00:00:66:0b   ipv4       10.60.0.110/24   new\\x0aline                 -
 2026-11-29 10:06:13   52:54:00:00:66:0e   ipv4       10.60.0.113/24                               -
`;

/** What libvirt 11.3 says once a guest was called by the bytes ff fe. */
const REFUSED = `error: Failed to get leases info for lab
error: internal error: invalid json in file: /var/lib/libvirt/dnsmasq/virbr5.status
`;

it('a guest is a row whatever it calls itself, also by nothing', () => {
  expect(parseLeases(ROWS).map(({ ip, hostname }) => [ip, hostname])).toEqual([
    ['10.60.0.100', '<script>alert(1)</script>'],
    ['10.60.0.101', '\\x1b[31mred'],
    ['10.60.0.102', 'a b;rm -rf $(id)'],
    ['10.60.0.106', '--all'],
    ['10.60.0.110', 'new\\x0aline'],
    ['10.60.0.113', undefined],
  ]);
});

it('leases that libvirt cannot read are unknown, not none; those of other networks are read', () => {
  const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(36));
  const known = parseAllLeases(
    `\x1e${one}\n${REFUSED}\x1e${two}\n${ROWS}\x1e${three}\nerror: Failed to get leases info for bridged\nerror: Requested operation is not valid\n`,
  );
  expect([...known.keys()]).toEqual([two, three]);
  expect(known.get(three ?? '')).toEqual([]);
});
