import { type LockoutCase, moved, second } from '../case.ts';
import { ofFamily } from './family.ts';

const BOTH = {
  addresses: ['ADDRESS4/16', 'ADDRESS6/64'],
  routes: [
    { to: 'default', via: '10.77.0.1' },
    { to: 'default', via: 'fd77::1' },
  ],
  takes_over: ['/etc/netplan/01-uplink.yaml', '/etc/netplan/02-six.yaml'],
};

/** The operator comes in over IPv6. */
export const IPV6: readonly LockoutCase[] = [
  ...ofFamily({
    far: 'far6',
    near: 'near6',
    own: 'fd99::1/64',
    via: 'fd99::9',
    network: 'fd78::/64',
    inNetwork: 'fd78::5/64',
    routed: ['reverted', 'changed'],
    operator: 'fd77::1/128',
    inPart: 'fd77::5/112',
  }),
  {
    name: 'into a bridge with both families',
    way: 'far6',
    tasks: [{ bridge: moved(BOTH) }],
    ends: ['changed'],
  },
  {
    name: 'into a bridge without IPv6',
    way: 'far6',
    tasks: [{ bridge: moved({ takes_over: BOTH.takes_over }) }],
    ends: ['reverted'],
  },
  {
    name: 'a better default route',
    way: 'far6',
    tasks: [
      {
        bridge: second({
          addresses: ['fd99::1/64'],
          routes: [{ via: 'fd99::9', to: 'default', metric: 10 }],
        }),
      },
    ],
    ends: ['reverted', 'changed'],
  },
  {
    name: 'a change of IPv4 only',
    way: 'far6',
    tasks: [{ bridge: second({ addresses: ['10.78.0.5/24'] }) }],
    ends: ['changed'],
  },
  {
    name: 'a network in the network of the operator',
    way: 'far6',
    tasks: [
      {
        network: {
          name: 'six',
          bridge: { name: 'virbr9' },
          ip: { family: 'ipv6', address: 'fd78::5', prefix: 64 },
        },
      },
    ],
    ends: ['reverted'],
  },
  {
    name: 'IPv6 is switched off',
    way: 'near6',
    tasks: [{ sysctl: { key: 'net.ipv6.conf.all.disable_ipv6', value: 1 } }],
    ends: ['reverted'],
  },
  {
    name: 'IPv6 is switched off on its link',
    way: 'far6',
    tasks: [{ sysctl: { key: 'net.ipv6.conf.eth0.disable_ipv6', value: 1 } }],
    ends: ['reverted'],
  },
];
