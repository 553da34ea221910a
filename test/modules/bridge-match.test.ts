import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ExistingLink } from '../../src/bridge/kernel/link.ts';
import { absent, gone, link, on, port } from './bridge-trial.ts';
import { argvs } from './trial.ts';

const MAC = '52:54:00:AA:00:01';
const args = { interfaces: ['uplinks', 'eth9'], ethernets: { uplinks: { match: { macaddress: MAC } } } };
const free = { file: absent, link: gone, 'link eth9': port, 'carries eth9': [] };
const found = (...names: string[]) => names.map((name) => ({ name, link: port, carries: [] as string[] }));

describe('a port that is found by a match', () => {
  it('is described so in the file, and is the link of the host that fits in all else', () => {
    const made = on({ ...free, 'matched uplinks': found('eth1', 'eth2') }, args);
    expect(parse(made.plan.changes[0]?.diff?.after ?? '').network).toMatchObject({
      ethernets: { uplinks: { match: { macaddress: MAC }, dhcp4: false }, eth9: { dhcp4: false } },
      bridges: { br0: { interfaces: ['uplinks', 'eth9'] } },
    });
    const settle = argvs(made.steps).at(-1);
    for (const name of ['eth1', 'eth2', 'eth9']) expect(settle?.at(-1)).toContain(`port ${name}\n`);
    expect(settle?.at(-1)).not.toContain('uplinks');
    expect(made.afterwards().changes).toEqual([]);
    const taken: ExistingLink = { ...link, ports: ['eth1', 'eth9'] };
    const file = { ...free, link: taken, 'matched uplinks': found('eth1', 'eth2') };
    expect(on(file, args).differences).toContain('interfaces of br0: eth1, eth9 → eth1, eth2, eth9');
    const back = argvs(on(file, args).plan.rollback?.()?.steps ?? []).map((argv) => argv.slice(-2));
    expect(back).toContainEqual(['br0', 'eth2']);
  });

  it('loses what it carries, and may carry this SSH session', () => {
    const carrying = [{ name: 'eth1', link: port, carries: ['10.0.0.5/24'] }];
    const impact = (more: object) =>
      on({ ...free, ...more, 'matched uplinks': carrying }, args).impacts.at(-1);
    expect(impact({})).toEqual({ disruption: 'link', note: 'eth1 loses 10.0.0.5/24' });
    expect(impact({ session: { client: '10.66.0.9', links: ['eth1'] } })).toMatchObject({
      disruption: 'management',
    });
  });

  it('is foreseen without the addresses that are taken out of another file', () => {
    const path = '/etc/netplan/50-cloud.yaml';
    const text = 'network:\n  version: 2\n  ethernets:\n    eth1:\n      addresses: [10.0.0.5/24]\n';
    const netplan = [{ path, text }];
    const was = { ...port, addresses: ['10.0.0.5/24'], routes: ['default via 10.0.0.1'] };
    const now = { kind: 'file', mode: '0600', owner: 'root', group: 'root', content: text };
    const current = {
      ...free,
      netplan,
      [`now ${path}`]: now,
      [`kept ${path}`]: absent,
      'matched uplinks': [{ name: 'eth1', link: was, carries: ['10.0.0.5/24'] }],
    };
    expect(on(current, args).plan.failure).toContain(
      'gives eth1, which is to be plugged into br0, addresses',
    );
    const made = on(current, { ...args, takes_over: [path] });
    expect(made.afterwards().changes).toEqual([]);
    expect(made.left(made.probes['matched uplinks'])).toEqual([{ name: 'eth1', link: port, carries: [] }]);
  });

  it('must be there', () => {
    const ethernets = { uplinks: { match: { name: 'enp*', driver: ['ixgbe', 'i40e'] } } };
    expect(on({ ...free, 'matched uplinks': [] }, { ...args, ethernets }).plan.failure).toBe(
      'This host has no link for uplinks: none has name enp* and driver ixgbe or i40e.',
    );
  });

  it('is a port, by whose name in the file nothing else goes', () => {
    const current = { ...free, 'matched uplinks': found('eth1'), 'path-cost uplinks': null };
    expect(on(current, { ...args, interfaces: ['eth9'] }).complaints).toEqual(['ethernets.uplinks']);
    expect(on(current, { ...args, parameters: { 'path-cost': { uplinks: 5 } } }).complaints).toEqual([
      'parameters.path-cost',
    ]);
  });
});
