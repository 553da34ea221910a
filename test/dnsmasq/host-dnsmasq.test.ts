import { expect, it } from 'vitest';
import { hostDnsmasq, withConfigFile, withInstance } from '../../src/dnsmasq/host-dnsmasq.ts';
import { parsed } from '../modules/trial.ts';

const TEXT = ` port = 5353 # not 53
bind-interfaces
#interface=br9
interface=br0,br1
interface-name=x,br0
except-interface=virbr0
`;
const OPTIONS = [
  ['port', '5353'],
  ['bind-interfaces', ''],
  ['interface', 'br0,br1'],
  ['except-interface', 'virbr0'],
];

it('the options of the distribution’s dnsmasq are read as dnsmasq reads them', () => {
  const said = TEXT.replaceAll(/^(?=.)/gm, '/etc/dnsmasq.d/x.conf:');
  const host = parsed(hostDnsmasq, `program\n${said}`);
  expect(host).toEqual({ program: true, files: { '/etc/dnsmasq.d/x.conf': OPTIONS }, instances: {} });
  expect(parsed(hostDnsmasq, '')).toEqual({ program: false, files: {}, instances: {} });
});

it('what a file of it will say is foreseen', () => {
  const host = { program: true, files: {}, instances: {} };
  const written = withConfigFile(host, '/etc/dnsmasq.d/x.conf', TEXT);
  expect(written.files).toEqual({ '/etc/dnsmasq.d/x.conf': OPTIONS });
  expect(withConfigFile(written, '/etc/dnsmasq.d/x.conf', null)).toEqual(host);
  expect(withConfigFile(host, '/etc/dnsmasq.d/x.conf', 'no-resolv\n')).toEqual(host);
  expect(withConfigFile(host, '/etc/NetworkManager/dnsmasq.d/x.conf', TEXT)).toEqual(host);
});

it('the options of an instance are read, and foreseen, by its name', () => {
  const said = TEXT.replaceAll(/^(?=.)/gm, '/etc/virtfleet/dnsmasq/dnsmasq.conf:');
  const host = parsed(hostDnsmasq, `program\n${said}`);
  expect(host).toEqual({ program: true, files: {}, instances: { dnsmasq: OPTIONS } });
  const none = withInstance(host, 'dnsmasq', null);
  expect(none).toEqual({ program: true, files: {}, instances: {} });
  expect(withInstance(none, 'dnsmasq', TEXT)).toEqual(host);
});
