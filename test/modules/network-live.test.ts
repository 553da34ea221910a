import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { type Args, host, IP, planned, VM1 } from './network-case.ts';

type Elements = Omit<Network, 'name'>;

const SUBNET = { address: '10.7.0.1', prefix: 24 };

/** The warnings of a task on a host whose running network is not as it is stored. */
function warnings(args: Args, stored: Elements, running: Elements) {
  const current = host(stored);
  const live = liveOf(canonical({ name: 'net', bridge: { name: 'virbr7' }, ...running }));
  return planned(args, { ...current, network: { ...current.network, live } }).plan.warnings;
}

describe('a restart for one thing', () => {
  const said = 'The network that runs is not as it is stored, and the restart makes it so, too: ';
  it.each<[string, Elements, Elements, string]>([
    [
      'what only runs goes',
      { ip: [SUBNET] },
      { ip: [{ ...SUBNET, dhcp: { host: [VM1] } }] },
      'reservation vm1 only live.',
    ],
    [
      'what is only stored comes',
      { ip: [SUBNET], domain: { name: 'a.example' } },
      { ip: [SUBNET] },
      'domain name a.example only persistent.',
    ],
  ])('says what it brings about beside it: %s', (_case, stored, running, lines) => {
    expect(warnings({ ip: IP, mtu: { size: 1400 } }, stored, running)).toEqual([`${said}${lines}`]);
  });

  it('says nothing where both are the same, nor of what the task says itself', () => {
    expect(warnings({ ip: IP, mtu: { size: 1400 } }, { ip: [SUBNET] }, { ip: [SUBNET] })).toEqual([]);
    const old = { ip: [SUBNET], mtu: { size: 1300 } };
    expect(warnings({ ip: IP, mtu: { size: 1400 } }, { ip: [SUBNET] }, old)).toEqual([]);
  });

  it('is no restart where the task needs none', () => {
    const task = { ip: { ...IP, dhcp: { host: [VM1] } } };
    const running = { ip: [SUBNET], domain: { name: 'b.example' } };
    expect(warnings(task, { ip: [SUBNET] }, running)).toEqual([]);
  });
});
