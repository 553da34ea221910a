import { describe, expect, it } from 'vitest';
import { diagnose, namesOf } from '../../src/doctor/diagnosis.ts';
import type { HostReadings } from '../../src/doctor/host-readings.ts';
import type { Nic } from '../../src/doctor/readings/guests.ts';
import type { ListedNetwork } from '../../src/libvirt/observe/all-networks.ts';
import { healthy, kernelOf, LAB, LAN, networksOf, OFF, WEB } from './healthy.ts';

const WHOLE = { name: undefined };
const idsOf = (readings: HostReadings, name?: string) =>
  diagnose('hv01', readings, { name }).findings.map(({ id }) => id);

it('says of each subject what is wrong with it, and once what several rest on', () => {
  const DMZ = { ...LAB, name: 'dmz', bridge: { name: 'virbr1' } };
  const off = [LAB, DMZ].flatMap((each) => {
    const { value } = networksOf(each, false) as { value: ListedNetwork[] };
    return value;
  });
  const stopped = diagnose(
    'hv01',
    healthy({
      networks: { value: off },
      guests: { value: [] },
      kernel: kernelOf({ virbr0: undefined, vnet0: OFF }, { routes: [] }),
    }),
    WHOLE,
  );
  expect(stopped.findings.map(({ subject, fix }) => [subject, fix])).toEqual([
    ['network lab', { kind: 'network', name: 'lab' }],
    ['network dmz', { kind: 'network', name: 'dmz' }],
  ]);
  const unplugged = [WEB, LAN].map((guest) => ({
    ...guest,
    nics: guest.nics.map((nic) => ({ ...nic, unplugged: true })),
  }));
  expect(idsOf(healthy({ guests: { value: unplugged } }))).toEqual(['guest-link-down', 'guest-link-down']);
  const twins = [WEB, { ...LAN, nics: WEB.nics.map((nic) => ({ ...nic, tap: 'vnet9' })) }];
  const kernel = kernelOf({ vnet1: undefined, vnet9: { kind: 'tun', master: 'virbr0' } });
  expect(idsOf(healthy({ guests: { value: twins }, kernel }))).toEqual(['mac-twice']);
});

it('says what of a VLAN is strict as sysctl(8) names it', () => {
  const network = { ...LAB, forward: { mode: 'nat' as const, dev: 'eth0.5' } };
  const readings = healthy({
    networks: networksOf(network),
    kernel: kernelOf({ 'eth0.5': {} }),
    state: { ...healthy().state, settings: new Map([['net/ipv4/conf/eth0.5/rp_filter', '1']]) },
  });
  expect(diagnose('hv01', readings, WHOLE).findings.map(({ commands }) => commands)).toEqual([
    ["sysctl -w 'net.ipv4.conf.eth0/5.rp_filter=2'"],
  ]);
});

describe('what could not be read', () => {
  const why = 'cannot list them: no reply from libvirt';

  it('has names that nobody knows: whoever asks for one gets to know why', () => {
    expect(namesOf(healthy())).toEqual(['lab', 'lan', 'web']);
    const down = healthy({ networks: { why }, guests: { why }, leases: { why } });
    expect([namesOf(down), idsOf(down, 'lab')]).toEqual([undefined, ['libvirt-down']]);
  });

  it('is said, and nothing is concluded from it', () => {
    const macvtap = { ...WEB.nics[0], type: 'direct', device: 'eth7' } as Nic;
    const guests = { value: [{ ...WEB, nics: [macvtap] }] };
    for (const more of [{ kernel: { why }, guests }, { guests: { why } }, { leases: { why } }]) {
      const { findings, checks } = diagnose('hv01', healthy(more), WHOLE);
      expect(findings).toEqual([]);
      expect(checks.map(({ verdict }) => verdict)).toContainEqual({ is: 'unseen', why });
    }
    const daemons = [{ network: 'lab', pid: 812, state: '?' }];
    const { checks } = diagnose('hv01', healthy({ state: { ...healthy().state, daemons } }), WHOLE);
    expect(checks.find(({ asks }) => asks === 'its dnsmasq runs')?.verdict).toEqual({
      is: 'unseen',
      why: 'only root sees process 812',
    });
  });
});
