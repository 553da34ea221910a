import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import type { CurrentNetwork, DesiredNetwork } from '../../src/libvirt/network/desired-network.ts';
import { planNetwork } from '../../src/libvirt/network/plan-network.ts';
import type { NetworkState } from '../../src/libvirt/observe/network-state.ts';
import { checkNetwork } from '../../src/libvirt/rules/check-network.ts';
import type { Version } from '../../src/versions/version.ts';
import { NIGHTLY } from '../sampled.ts';

/** Few values, so that two networks often have an entry in common, in part or whole. */
const names = fc.constantFrom('one', 'two', 'three');
const number = fc.integer({ min: 10, max: 14 });
const some = <T>(entry: fc.Arbitrary<T>, key: (entry: T) => unknown) =>
  fc.uniqueArray(entry, { selector: key, maxLength: 3 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const host = fc
  .tuple(number, names, number)
  .map(([mac, name, ip]) => ({ mac: `52:54:00:00:00:${mac}`, name, ip: `10.0.0.${ip}` }));
const range = fc.constantFrom(100, 120, 140).map((start) => ({
  start: `10.0.0.${start}`,
  end: `10.0.0.${start + 19}`,
}));
const dnsHost = fc.tuple(number, names).map(([ip, name]) => ({ ip: `10.0.0.${ip}`, hostname: [name] }));
const txt = fc.tuple(names, names).map(([name, value]) => ({ name, value }));
const portgroup = fc.tuple(names, number).map(([name, average]) => ({
  name,
  bandwidth: { inbound: { average } },
}));

/** Networks that libvirt takes, as far as the rules know. */
const soundNetwork: fc.Arbitrary<Network> = fc
  .record({
    hosts: some(host, ({ name }) => name),
    ranges: some(range, ({ start }) => start),
    dnsHosts: some(dnsHost, ({ ip }) => ip),
    txts: some(txt, ({ name }) => name),
    portgroups: some(portgroup, ({ name }) => name),
    mtu: optional(fc.constantFrom(1400, 1500)),
    title: optional(names),
    second: fc.boolean(),
  })
  .map(({ hosts, ranges, dnsHosts, txts, portgroups, mtu, title, second }) => ({
    name: 'net',
    forward: { mode: 'nat' as const },
    bridge: { name: 'virbr7' },
    dns: { host: dnsHosts, txt: txts },
    ip: [
      { address: '10.0.0.1', prefix: 24, dhcp: { range: ranges, host: hosts } },
      ...(second ? [{ family: 'ipv6' as const, address: 'fd00::1', prefix: 64 }] : []),
    ],
    portgroup: portgroups,
    ...(mtu !== undefined && { mtu: { size: mtu } }),
    ...(title !== undefined && { title }),
  }))
  .filter((network) => checkNetwork(network).every(({ severity }) => severity !== 'error'));

const desiredBy = (definition: Network, apply: 'now' | 'next-start', exclusive: boolean): DesiredNetwork => ({
  name: 'net',
  state: 'active',
  definition,
  removals: { exclusive },
  apply,
});

const current = (network: NetworkState, version: Version): CurrentNetwork => ({
  network,
  guests: [],
  ports: [],
  version,
});

describe.each<[string, Version]>([
  ['9.0', [9, 0, 0]],
  ['11.3', [11, 3, 0]],
])('on libvirt %s', (_, version) => {
  it('whatever differs in which copy, a plan leaves nothing to do as it predicts', () => {
    const apply = fc.constantFrom('now' as const, 'next-start' as const);
    fc.assert(
      fc.property(
        soundNetwork,
        soundNetwork,
        soundNetwork,
        apply,
        fc.boolean(),
        (definition, stored, runs, apply, exclusive) => {
          const desired = desiredBy(definition, apply, exclusive);
          const network = {
            exists: true,
            active: true,
            autostart: true,
            persistent: canonical(stored),
            live: liveOf(canonical(runs)),
          } as const;
          const { changes, next, waiting } = planNetwork(desired, current(network, version));
          const again = planNetwork(desired, current(next, version));
          expect(again.changes).toEqual([]);
          expect(again.waiting).toEqual(waiting);
          if (apply === 'now') expect(waiting).toEqual([]);
          else expect(changes.map(({ impact }) => impact.disruption)).not.toContain('link');
        },
      ),
      { numRuns: NIGHTLY ? 100 : 30 },
    );
  });
});
