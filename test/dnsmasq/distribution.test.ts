import { expect, it } from 'vitest';
import { hostDnsmasq, withConfigFile } from '../../src/dnsmasq/distribution.ts';
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
  const said = TEXT.replaceAll(/^(?=.)/gm, 'dnsmasq.d/x.conf:');
  const host = parsed(hostDnsmasq, `program\n${said}`);
  expect(host).toEqual({ program: true, files: { '/etc/dnsmasq.d/x.conf': OPTIONS } });
  expect(parsed(hostDnsmasq, '')).toEqual({ program: false, files: {} });
});

it('what a file of it will say is foreseen', () => {
  const host = { program: true, files: {} };
  const written = withConfigFile(host, '/etc/dnsmasq.d/x.conf', TEXT);
  expect(written.files).toEqual({ '/etc/dnsmasq.d/x.conf': OPTIONS });
  expect(withConfigFile(written, '/etc/dnsmasq.d/x.conf', null)).toEqual(host);
  expect(withConfigFile(host, '/etc/dnsmasq.d/x.conf', 'no-resolv\n')).toEqual(host);
  expect(withConfigFile(host, '/etc/NetworkManager/dnsmasq.d/x.conf', TEXT)).toEqual(host);
});
