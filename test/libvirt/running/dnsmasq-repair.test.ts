import { describe, expect, it } from 'vitest';
import type { NetworkState } from '../../../src/libvirt/observe/network-state.ts';
import { dnsmasqsAfter, repairedDnsmasq } from '../../../src/libvirt/running/dnsmasq-repair.ts';
import { stepLines } from '../../../src/plan/step.ts';

function network(dns?: 'no'): NetworkState {
  const live = {
    name: 'lab',
    bridge: { name: 'virbr7' },
    ...(dns && { dns: { enable: dns } }),
    ip: [{ address: '10.7.0.1', prefix: 24, dhcp: {} }],
  };
  return { exists: true, active: true, autostart: true, persistent: live, live };
}

const ENTRY = `<host ip='192.0.2.1'><hostname>virtfleet.invalid</hostname></host>`;
const running = (...networks: string[]) => ({ daemon: 'libvirtd', networks });
const told = (state: NetworkState, of: Parameters<typeof repairedDnsmasq>[2]) =>
  repairedDnsmasq('lab', state, of).map(({ what, copies, impact, steps }) => ({
    what,
    copies,
    note: impact.note,
    steps: steps.flatMap(stepLines),
  }));

describe('the dnsmasq of a network that runs', () => {
  it('is left alone where it runs, where there is none, and where that cannot be seen', () => {
    const bare = { name: 'lab', bridge: { name: 'virbr7' } };
    expect(told(network(), running('default', 'lab'))).toEqual([]);
    expect(
      told({ exists: true, active: true, autostart: true, persistent: bare, live: bare }, running()),
    ).toEqual([]);
    expect(told({ exists: false }, running())).toEqual([]);
    expect(told(network(), undefined)).toEqual([]);
  });

  it('is started by a name that comes and goes', () => {
    expect(told(network(), running('default'))).toEqual([
      {
        what: 'dnsmasq of network lab',
        copies: ['running'],
        note: 'dnsmasq of this network starts',
        steps: ['add-last', 'delete'].map(
          (command) => `virsh net-update --network lab ${command} dns-host ${ENTRY} --live`,
        ),
      },
    ]);
  });

  it('is started by a reload of libvirt where the network takes no names', () => {
    expect(told(network('no'), running())).toMatchObject([
      { note: expect.stringContaining('libvirt reloads'), steps: ['libvirt starts the dnsmasq again'] },
    ]);
  });
});

it('the dnsmasqs follow from networks that start and stop', () => {
  expect(dnsmasqsAfter(running('a'), 'lab', network())).toEqual(running('a', 'lab'));
  expect(dnsmasqsAfter(running('a', 'lab'), 'lab', { exists: false })).toEqual(running('a'));
  expect(dnsmasqsAfter(undefined, 'lab', network())).toBeUndefined();
});
