import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { absent, gone, link, on, port } from './bridge-trial.ts';
import { argvs } from './trial.ts';

describe('a bridge over bonds and VLANs', () => {
  const args = {
    interfaces: ['bond0', 'eth2.10'],
    bonds: { bond0: { interfaces: ['eth1'], mtu: 1400, parameters: { mode: 'active-backup' as const } } },
    vlans: {
      'eth2.10': { id: 10, link: 'eth2' },
      'br0.20': { id: 20, link: 'br0', addresses: ['10.1.1.1/24'] },
    },
  };
  const nothing = { file: absent, link: gone, 'link bond0': gone, 'link eth2.10': gone, 'link br0.20': gone };
  const host = { ...nothing, 'link eth1': port, 'link eth2': port, 'carries eth1': ['10.0.0.5/24'] };
  const made = {
    'link bond0': { ...port, mtu: 1400, bond: { mode: 'active-backup' }, ports: ['eth1'] },
    'link eth2.10': { ...port, vlan: { id: 10, link: 'eth2' } },
    'link br0.20': { ...port, vlan: { id: 20, link: 'br0' }, addresses: ['10.1.1.1/24'] },
    link: { ...link, mtu: 1400, ports: ['bond0', 'eth2.10'] },
  };

  it('is one file, in which they are not below ethernets', () => {
    const { plan, impacts, differences, afterwards } = on(host, args);
    const { network } = parse(plan.changes[0]?.diff?.after ?? '');
    expect(network).toMatchObject({
      ethernets: { eth1: { dhcp4: false, dhcp6: false }, eth2: {} },
      bonds: args.bonds,
      vlans: args.vlans,
      bridges: { br0: { interfaces: ['bond0', 'eth2.10'] } },
    });
    expect(Object.keys(network.ethernets)).toEqual(['eth1', 'eth2']);
    expect(differences.slice(-4)).toEqual([
      'bond bond0: null → present',
      'vlan eth2.10: null → present',
      'vlan br0.20: null → present',
      'bridge br0: null → present',
    ]);
    expect(impacts.at(-1)).toEqual({ disruption: 'link', note: 'eth1 loses 10.0.0.5/24' });
    expect(afterwards().changes).toEqual([]);
    const back = argvs(plan.rollback?.()?.steps ?? []).map((argv) => argv.slice(-2).join(' '));
    expect(back).toEqual([
      'br0 bridge',
      'br0.20 vlan',
      'eth2.10 vlan',
      'bond0 bond',
      'umask 022; netplan apply virtfleet',
      'eth1 1500',
      'eth2 1500',
    ]);
  });

  it('as it should be needs nothing', () => {
    expect(on({ ...host, ...made, file: fileFor() }, args).differences).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    [
      'a bond with another member',
      { 'link bond0': { ...made['link bond0'], ports: ['eth1', 'eth3'] } },
      'interfaces of bond0: eth1, eth3 → eth1',
      'bond0 eth3',
    ],
    [
      'a VLAN with another number',
      { 'link eth2.10': { ...port, vlan: { id: 11, link: 'eth2' } } },
      'id of eth2.10: 11 on eth2 → 10 on eth2',
      '10 eth2',
    ],
  ])('is set right: %s', (_, current, difference, words) => {
    const found = on({ ...host, ...made, file: fileFor(), ...current }, args);
    expect(found.differences).toEqual([difference]);
    expect(argvs(found.steps).map((argv) => argv.slice(-2).join(' '))).toContain(words);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('rolled back, a bond has the mode and the links that it had, wherever the steps were broken off', () => {
    const bond = { mode: 'balance-rr', 'lacp-rate': 'slow', primary: '' };
    const current = { ...host, ...made, file: fileFor() };
    const was = { 'link bond0': { ...made['link bond0'], bond, ports: ['eth1', 'eth3'] } };
    const { plan } = on({ ...current, 'link eth3': port, ...was }, args);
    const back = plan.rollback?.()?.steps ?? [];
    const words = argvs(back).map((argv) => argv.slice(-3).join(' '));
    const mode = words.indexOf('bond0 balance-rr ');
    expect(words.slice(mode, mode + 3)).toEqual(['bond0 balance-rr ', 'bond0 eth1 0', 'bond0 eth3 0']);
  });

  describe('with another mtu of the bond', () => {
    const at = (mtu: number) => ({ ...args, bonds: { bond0: { ...args.bonds.bond0, mtu } } });
    const vlans = { 'eth2.10': args.vlans['eth2.10'], 'bond0.30': { id: 30, link: 'bond0' } };
    const own = { ...port, vlan: { id: 30, link: 'bond0' }, mtu: 1400 };
    const current = { ...host, ...made, 'link bond0.30': own, file: fileFor() };
    const left = (one: ReturnType<typeof on>) =>
      Object.fromEntries(
        (one.plan.changes.at(-1)?.predictions ?? []).map(({ probe, value }) => [
          probe.key,
          (value as { mtu?: number }).mtu,
        ]),
      );

    it('its links have that too, and a VLAN on it shrinks with it and does not grow', () => {
      const larger = on(current, { ...at(9000), vlans });
      expect(left(larger)).toMatchObject({ 'link bond0': 9000, 'link eth1': 9000, 'link bond0.30': 1400 });
      expect(larger.afterwards().changes).toEqual([]);
      const smaller = on(current, { ...at(1300), vlans });
      expect(left(smaller)).toMatchObject({
        'link bond0': 1300,
        'link eth1': 1300,
        'link bond0.30': 1300,
        'link br0': 1300,
      });
      expect(smaller.afterwards().changes).toEqual([]);
    });

    it('a link that loses its own mtu keeps that of its bond', () => {
      const wide = { ...args, bonds: { bond0: { ...args.bonds.bond0, mtu: 9000 } } };
      const before = fileFor({ ...wide, ethernets: { eth1: { mtu: 9000 } } });
      const large = {
        'link bond0': { ...made['link bond0'], mtu: 9000 },
        'link eth1': { ...port, mtu: 9000 },
      };
      const found = on({ ...current, ...large, link: { ...made.link }, file: before }, wide);
      expect(left(found)).not.toMatchObject({ 'link eth1': 1500 });
      expect(found.differences.filter((one) => one.startsWith('mtu of eth1'))).toEqual([]);
      expect(argvs(found.steps).map((argv) => argv.slice(-2).join(' '))).not.toContain('eth1 1500');
    });

    it('without one it has 1500, whatever its links have: they take that of the bond', () => {
      const { mtu: _, ...bond } = args.bonds.bond0;
      const wide = { ...current, 'link eth1': { ...port, mtu: 9000 } };
      const fresh = on({ ...wide, 'link bond0': gone }, { ...args, bonds: { bond0: bond } });
      expect(left(fresh)).toMatchObject({ 'link bond0': 1500, 'link eth1': 1500 });
    });

    it('a VLAN that is made gets it, whichever networkd is done with first', () => {
      const { steps, plan } = on({ ...current, 'link bond0.30': gone }, { ...at(9000), vlans });
      expect(argvs(steps).map((argv) => argv.slice(-2).join(' '))).toContain('bond0.30 9000');
      expect(left({ plan } as ReturnType<typeof on>)).toMatchObject({ 'link bond0.30': 9000 });
    });
  });

  it('loses those that it no longer describes, and all when it is removed', () => {
    const current = { ...host, ...made, file: fileFor(), link: { ...made.link, ports: ['bond0'] } };
    const { 'eth2.10': _, ...vlans } = args.vlans;
    const fewer = on(current, { ...args, interfaces: ['bond0'], vlans });
    const last = (steps: typeof fewer.steps) => argvs(steps).map((argv) => argv.slice(-2).join(' '));
    expect(last(fewer.steps)).toContain('eth2.10 vlan');
    expect(last(fewer.steps)).not.toContain('bond0 bond');
    expect(last(on(current, { state: 'absent' }).steps)).toEqual([
      'br0 bond0',
      'br0 bridge',
      'eth2.10 vlan',
      'br0.20 vlan',
      'bond0 bond',
    ]);
  });

  it('is refused where a link of that name is of another kind, or what is below is not there', () => {
    const { blocked } = on({ ...host, 'link bond0': port }, args);
    expect(blocked).toEqual(['bond0 is a link of this host, but no bond. Choose another name.']);
    const { plan } = on({ ...host, 'link eth2': gone }, args);
    expect(plan.failure).toBe('This host has no link eth2.');
  });

  it('gives no address to a VLAN that is a port', () => {
    const vlans = { ...args.vlans, 'eth2.10': { id: 10, link: 'eth2', addresses: ['10.2.2.2/24'] } };
    expect(on(host, { ...args, vlans }).complaints).toEqual(['vlans.eth2.10.addresses']);
  });

  const fileFor = (given: typeof args & { ethernets?: object } = args) => {
    const content = on(host, given).plan.changes[0]?.diff?.after ?? '';
    return { kind: 'file' as const, mode: '0600', owner: 'root', group: 'root', content };
  };
});
