import type { Fault } from '../fault.ts';

const TAKEN = '[{"ip-address":"10.80.0.10","mac-address":"52:54:00:80:00:99","expiry-time":1990000000}]';

/** Addresses that guests do not get, or that are not theirs. */
export const LEASES: readonly Fault[] = [
  {
    name: 'more guests than addresses',
    inject: 'for number in 1 2 3; do client $number virbr81; done; ask 1; ask 2; ask 3; true',
    cause: 'range-full',
    part: 'leases',
  },
  {
    name: 'another guest holds a reserved address',
    inject: `printf '%s' '${TAKEN}' >/var/lib/libvirt/dnsmasq/virbr80.status`,
    cause: 'reservation-held-by-other',
    part: 'leases',
  },
  {
    name: 'another guest answers for a leased address',
    inject: `client 4 virbr80; address=$(ask 4)
      ip neigh replace "$address" lladdr 52:54:00:80:00:98 dev virbr80 nud stale; true`,
    cause: 'address-used-by-other',
    part: 'leases',
  },
  {
    name: 'a guest gives out addresses',
    inject: `ip netns add rogue; ip link add rg0 type veth peer name rg1 netns rogue; ip link set rg0 master virbr80 up
      ip netns exec rogue sh -c 'ip addr add 10.80.0.250/24 dev rg1; ip link set rg1 up
        dnsmasq --conf-file=/dev/null --port=0 --interface=rg1 --bind-interfaces --leasefile-ro --pid-file=/run/rogue.pid --dhcp-range=10.80.0.200,10.80.0.210,2m'
      client 5 virbr80; again 5`,
    cause: 'two-dhcp-servers',
    part: 'leases',
  },
  {
    name: 'a program of the host gives out addresses',
    inject: `dnsmasq --conf-file=/dev/null --port=0 --interface=virbr80 --bind-dynamic --leasefile-ro --pid-file=/run/rogue.pid --dhcp-range=10.80.0.200,10.80.0.210,2m`,
    cause: 'two-dhcp-servers',
    part: 'leases',
  },
];
