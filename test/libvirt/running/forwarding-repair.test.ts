import { describe, expect, it } from 'vitest';
import { type HostFirewall, hostFirewall } from '../../../src/host/firewall/host-firewall.ts';
import type { ForwardMode } from '../../../src/libvirt/model/elements/forward.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { forwardsAfter, repairedForwarding } from '../../../src/libvirt/running/forwarding-repair.ts';
import type { SessionPath } from '../../../src/management/session-path.ts';
import { describeStep } from '../../../src/plan/step.ts';
import { OPEN_FIREWALL } from '../../host/firewall/open-firewall.ts';

const OFF: HostFirewall = { ...OPEN_FIREWALL, forwards: { ip: false, ip6: false } };

function network(mode: ForwardMode | undefined, ...addresses: string[]): Network {
  const ip = addresses.map((address) => ({ address, prefix: 24 }));
  return { name: 'lab', bridge: { name: 'virbr7' }, ip, ...(mode && { forward: { mode } }) };
}

const told = (live: Network, firewall = OFF, session: SessionPath = { links: [] }) =>
  repairedForwarding(live, firewall, { session }).map(({ what, impact, steps }) => [
    what,
    impact.disruption,
    ...steps.map(describeStep),
  ]);

describe('a host that no longer forwards', () => {
  const four = ['running net.ipv4.ip_forward', 'none', 'sysctl -q -w net.ipv4.ip_forward=1'];

  it('does so again for networks that are not isolated, in the families of their addresses', () => {
    for (const mode of ['nat', 'route', 'open'] as const)
      expect(told(network(mode, '10.7.0.1'))).toEqual([four]);
    for (const live of [network('nat'), network(undefined, '10.7.0.1'), network('bridge', '10.7.0.1')])
      expect(told(live)).toEqual([]);
    expect(told(network('nat', '10.7.0.1', '2001:db8::1')).map(([what]) => what)).toEqual([
      'running net.ipv4.ip_forward',
      'running net.ipv6.conf.all.forwarding',
    ]);
    expect(told(network('nat', '10.7.0.1'), OPEN_FIREWALL)).toEqual([]);
  });

  it('is left as all changes together make it', () => {
    const changes = repairedForwarding(network('nat', '10.7.0.1', '2001:db8::1'), OFF, {
      session: { links: [] },
    });
    expect(changes.at(-1)?.predictions).toEqual([
      { probe: hostFirewall, value: { ...OFF, forwards: { ip: true, ip6: true } } },
    ]);
  });

  it('no longer takes what routers of IPv6 say, which may be the way of the operator', () => {
    const session = { client: '2001:db8::9', server: '2001:db8::1', links: ['eth0'] };
    expect(told(network('nat', '2001:db8:7::1'), OFF, session)).toEqual([
      ['running net.ipv6.conf.all.forwarding', 'management', 'sysctl -q -w net.ipv6.conf.all.forwarding=1'],
    ]);
  });

  it('does so once libvirt starts such a network', () => {
    const live = network('nat', '10.7.0.1');
    const after = { exists: true, active: true, autostart: true, persistent: live, live } as const;
    expect(forwardsAfter(OFF, after)).toEqual({ ...OFF, forwards: { ip: true, ip6: false } });
    expect(forwardsAfter(OFF, { exists: false })).toBe(OFF);
  });
});
