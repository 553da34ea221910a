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
  expect(idsOf(healthy({ guests: { value: twins }, kernel }))).toEqual(['mac-of-two-guests']);
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

it('a message of days ago hides nothing: the network may have run since', () => {
  const conf = '/var/lib/libvirt/dnsmasq/lab.conf';
  const messages = [
    ['dnsmasq', `bad option at line 7 of ${conf}`, 'dnsmasq-refuses-options'],
    ['audit', `apparmor="DENIED" profile="dnsmasq" name="${conf}" comm="dnsmasq"`, 'apparmor-denied'],
    ['libvirtd', `couldn't write dnsmasq config file '${conf}': Is a directory`, 'libvirt-said'],
  ] as const;
  const said = (by: string, text: string, ago: number) => {
    const { now } = healthy().journal;
    const readings = healthy({
      networks: networksOf(LAB, false),
      kernel: kernelOf({ virbr0: undefined, vnet0: OFF }),
      journal: { now, isSeen: true, lines: [{ time: now - ago, by, text }] },
    });
    return diagnose('hv01', readings, WHOLE).findings.map(({ id, rank }) => `${id} ${rank}`);
  };
  for (const [by, text, id] of messages) {
    expect(said(by, text, 60)).toEqual([`${id} ${id === 'libvirt-said' ? 'likely' : 'certain'}`]);
    expect(said(by, text, 3 * 86_400)).toEqual(['network-down likely', `${id} possible`]);
  }
  const [[by, text]] = messages;
  const { now } = healthy().journal;
  const readings = healthy({
    journal: { now, isSeen: true, lines: [{ time: now - 3 * 86_400, by, text }] },
    state: { ...healthy().state, daemons: [] },
  });
  expect(diagnose('hv01', readings, WHOLE).findings).toMatchObject([
    { id: 'dnsmasq-down', rank: 'certain', fix: { kind: 'network', name: 'lab' } },
    { id: 'dnsmasq-refuses-options', rank: 'possible' },
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
