import { expect, it } from 'vitest';
import type { Network } from '../../src/libvirt/model/network.ts';
import { hasDnsmasq, runningDnsmasqs } from '../../src/libvirt/observe/network-dump.ts';
import { parsed } from '../modules/trial.ts';

it('the networks whose dnsmasq runs are told by the processes of their numbers', () => {
  const said = 'dnsmasq default\nlibvirtd driver\nbash old\ndnsmasq two words\n';
  expect(parsed(runningDnsmasqs, said)).toEqual({ daemon: 'libvirtd', networks: ['default', 'two words'] });
  expect(parsed(runningDnsmasqs, '')).toBeUndefined();
});

it.each<[Partial<Network>, boolean]>([
  [{ ip: [{ address: '10.0.0.1', prefix: 24, dhcp: {} }] }, true],
  [{ ip: [{ address: '10.0.0.1', prefix: 24 }] }, true],
  [{ ip: [{ address: '10.0.0.1', prefix: 24 }], dns: { enable: 'no' } }, false],
  [{ ip: [{ address: '10.0.0.1', prefix: 24, dhcp: {} }], dns: { enable: 'no' } }, true],
  [{}, false],
  [{ forward: { mode: 'bridge' }, bridge: { name: 'br0' } }, false],
])('%j has a dnsmasq: %j', (rest, has) => {
  expect(hasDnsmasq({ name: 'lab', ...rest })).toBe(has);
});
