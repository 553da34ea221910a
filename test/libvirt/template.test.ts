import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { networkElements } from '../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { compileTemplate } from '../../src/template/handlebars/template.ts';
import { anyNetwork } from './arbitrary.ts';

const file = new URL('../../templates/network.xml.hbs', import.meta.url);
const template = compileTemplate(readFileSync(file, 'utf8'), 'network.xml.hbs', 'xml');

test('the template says the same as the serialiser', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const { metadata: _, ...written } = withoutConnections(network);
      expect(parseNetwork(render(written))).toEqual(written);
    }),
  );
});

test('it writes as libvirt does', () => {
  const network: Network = {
    name: 'lab',
    forward: { mode: 'nat', nat: { port: { start: 1024, end: 2048 } } },
    bridge: { name: 'virbr7', stp: 'on', delay: 0 },
    dns: { host: [{ ip: '10.0.0.5', hostname: ['web', 'www'] }] },
    bandwidth: { inbound: { average: 1000, peak: 5000 } },
    ip: [
      {
        address: '10.0.0.1',
        prefix: 24,
        dhcp: {
          range: [{ start: '10.0.0.100', end: '10.0.0.200', lease: { expiry: 5, unit: 'minutes' } }],
          host: [{ mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.0.0.10' }],
        },
      },
    ],
    portgroup: [{ name: 'slow', bandwidth: { outbound: { average: 10 } } }],
    'dnsmasq:options': { 'dnsmasq:option': [{ value: 'log-queries' }] },
  };
  expect(render(network)).toBe(serializeNetwork(network));
});

/** As the network module does: what was not written is null. */
function render(network: Network): string {
  const unset = Object.fromEntries(Object.keys(networkElements).map((key) => [key, null]));
  return template.render({ ...unset, ...network });
}

/** Numbers of connections are libvirt's; the template does not write them. */
function withoutConnections({ connections: _, forward, ...others }: Network): Network {
  if (!forward) return others;
  const { interface: interfaces, address, ...rest } = forward;
  return {
    ...others,
    forward: {
      ...rest,
      ...(interfaces && { interface: interfaces.map(({ connections: __, ...each }) => each) }),
      ...(address && { address: address.map(({ connections: __, ...each }) => each) }),
    },
  };
}
