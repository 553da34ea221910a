import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExistingLink,
  KERNEL_DEFAULTS,
  type LinkState,
  linkText,
  parseLink,
} from '../../../src/bridge/kernel/link.ts';
import { addressesAt, linkAt, macAt } from '../../../src/bridge/kernel/probes.ts';
import { ask, parsed } from '../../modules/trial.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, '../../recorded', name), 'utf8');

describe.each(['6.1.0', '6.15.0'])('what a host with iproute2 %s says', (version) => {
  it('of a bridge, without the tap of a guest and without what DHCP lent', () => {
    expect(parsed(linkAt('br0'), recorded(`link-iproute2-${version}-bridge.txt`))).toEqual({
      exists: true,
      mtu: 1500,
      up: true,
      bridge: { stp: true, priority: 100 },
      ports: ['eth1'],
      addresses: ['10.9.0.1/24', '2001:db8::1/64'],
      routes: [],
    });
  });

  it('of a bridge without a spanning tree, the times too', () => {
    const { bridge } = parsed(
      linkAt('br1'),
      recorded(`link-iproute2-${version}-bridge-down.txt`),
    ) as ExistingLink;
    expect(bridge).toEqual(KERNEL_DEFAULTS);
  });

  it('of another link', () => {
    const port = parsed(linkAt('eth1'), recorded(`link-iproute2-${version}-port.txt`));
    expect(port).toEqual({ exists: true, mtu: 1500, up: true, ports: [], addresses: [], routes: [] });
  });
});

describe('the probes', () => {
  const odd = '../../a b\'"$(touch pwned)';
  it('find a link of this machine', () => {
    expect(ask(linkAt('lo'))).toMatchObject({ exists: true, ports: [], addresses: [] });
    expect(ask(macAt('lo'))).toBe('00:00:00:00:00:00');
    expect(ask(addressesAt('lo'))).toEqual([]);
  });

  it('find nothing where nothing is', () => {
    expect(ask(linkAt(odd))).toEqual({ exists: false });
    expect(ask(macAt(odd))).toBeNull();
    expect(ask(addressesAt(odd))).toEqual([]);
  });

  it('do not read what they do not know', () => {
    expect(() => parsed(linkAt('br0'), 'hello')).toThrow('unexpected answer about a link');
    expect(() => parsed(linkAt('br0'), '', 1)).toThrow('cannot read the link br0');
  });
});

it('the text of a link and what is read of it say the same', () => {
  const seconds = fc.integer({ min: 0, max: 1000 });
  const words = fc.array(fc.stringMatching(/^[a-z0-9.:/]+$/)).map((list) => list.sort());
  const bridge = fc.record(
    {
      stp: fc.boolean(),
      priority: seconds,
      'forward-delay': seconds,
      'hello-time': seconds,
      'max-age': seconds,
      'ageing-time': seconds,
    },
    { requiredKeys: ['stp', 'priority'], noNullPrototype: true },
  );
  const vlan = fc.record({ id: seconds, link: fc.stringMatching(/^[a-z0-9.]+$/) }, { noNullPrototype: true });
  const existing = fc.record(
    {
      exists: fc.constant(true),
      mtu: seconds,
      up: fc.boolean(),
      bridge,
      bond: fc.constant({ mode: '802.3ad', 'lacp-rate': 'fast', 'up-delay': '200', primary: 'eth1' }),
      vlan,
      ports: words,
      addresses: words,
      routes: words,
    },
    { requiredKeys: ['exists', 'mtu', 'up', 'ports', 'addresses', 'routes'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.oneof(existing, fc.constant({ exists: false })), (link) => {
      expect(parseLink(linkText(link as LinkState))).toEqual(link);
    }),
  );
});
