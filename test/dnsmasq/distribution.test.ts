import { expect, it } from 'vitest';
import { hostDnsmasq } from '../../src/dnsmasq/distribution.ts';
import { parsed } from '../modules/trial.ts';

it('the options of the distribution’s dnsmasq are read as dnsmasq reads them', () => {
  const text =
    'program\n' + ' port = 5353 # not 53\nbind-interfaces\ninterface=br0,br1\nexcept-interface=virbr0\n';
  expect(parsed(hostDnsmasq, text)).toEqual({
    program: true,
    options: [
      ['port', '5353'],
      ['bind-interfaces', ''],
      ['interface', 'br0,br1'],
      ['except-interface', 'virbr0'],
    ],
  });
  expect(parsed(hostDnsmasq, '')).toEqual({ program: false, options: [] });
});
