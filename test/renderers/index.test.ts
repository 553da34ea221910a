import { expect, it } from 'vitest';
import { networkServices } from '../../src/host/network-services.ts';
import { rendererOf } from '../../src/renderers/index.ts';
import { ask, parsed } from '../modules/trial.ts';

it.each([
  ['netplan\nnetworkd\n', 'netplan'],
  ['netplan\nNetworkManager\nifupdown lo\nifupdown eth0\n', 'netplan'],
  ['NetworkManager\nnetworkd\nifupdown lo\nifupdown eth0\n', 'ifupdown'],
  ['NetworkManager\nnetworkd\nifupdown lo\n', 'NetworkManager'],
  ['networkd\n', 'systemd-networkd'],
  ['', 'something else'],
])('a host that answers %j is configured by %s', (answer, name) => {
  expect(rendererOf(parsed(networkServices, answer)).name).toBe(name);
});

it('the services of this machine can be read', () => {
  const { netplan, ifupdown } = ask(networkServices);
  expect(typeof netplan).toBe('boolean');
  expect(ifupdown.every((link) => /^[^ ]+$/.test(link))).toBe(true);
});
