import { describe, expect, it } from 'vitest';
import { absent, fileOf, gone, link, on, port } from './bridge-trial.ts';
import { argvs } from './trial.ts';

describe('the links of a bridge', () => {
  const args = { interfaces: ['eth1'] };
  const free = { 'link eth1': port, 'carries eth1': [] };
  it('are plugged in', () => {
    const made = on({ file: fileOf({}), link, ...free }, args);
    expect(made.differences).toContain('interfaces of br0: null → eth1');
    expect(made.afterwards().changes).toEqual([]);
  });

  it('lose the addresses that they carry, which is said', () => {
    const made = on({ file: absent, link: gone, ...free, 'carries eth1': ['10.0.0.5/24'] }, args);
    expect(made.impacts).toContainEqual({ disruption: 'link', note: 'eth1 loses 10.0.0.5/24' });
  });

  it('leave it, which is said', () => {
    const left = on({ file: absent, link: { ...link, ports: ['eth1'] } });
    expect(left.impacts).toContainEqual({ disruption: 'link', note: 'eth1 leaves the bridge' });
    expect(argvs(left.steps).map((argv) => argv.slice(3))).toContainEqual(['virtfleet', 'br0', 'eth1']);
  });

  it('must be there', () => {
    const { plan } = on({ file: absent, link: gone, 'link eth1': gone, 'carries eth1': [] }, args);
    expect(plan).toEqual({ changes: [], failure: 'This host has no link eth1.' });
  });
});

it('the cost of a port that it has not is refused', () => {
  const free = { 'link eth1': port, 'carries eth1': [] };
  const args = { interfaces: ['eth1'], parameters: { 'path-cost': { eth1: 5, eth2: 5 } } };
  expect(on({ file: absent, link: gone, ...free }, args).complaints).toEqual(['parameters.path-cost']);
});

it.each([
  [{ networkManager: true, ifupdown: ['lo'] }, 'NetworkManager'],
  [{ networkManager: true, ifupdown: ['lo', 'eth0'] }, 'ifupdown'],
  [{ networkManager: false, networkd: true, ifupdown: [] }, 'systemd-networkd'],
  [{ networkManager: false, ifupdown: [] }, 'something else'],
])('a host without netplan is recognised: it refuses a bridge and removes none, %j', (host, name) => {
  const services = { netplan: false, networkd: false, ...host };
  const reason = `This host has no netplan: ${name} runs its network.`;
  expect(on({ link: gone, services }).plan.failure).toContain(reason);
  expect(on({ link, services }, { state: 'absent' }).plan.failure).toContain(reason);
  expect(on({ link: gone, services }, { state: 'absent' }).plan).toEqual({ changes: [] });
});

it('the cost and priority of a port are compared where the task says them', () => {
  const args = {
    interfaces: ['eth1'],
    parameters: { 'path-cost': { eth1: 5 }, 'port-priority': { eth1: 7 } },
  };
  const current = { 'link eth1': port, 'carries eth1': [], link: { ...link, ports: ['eth1'] } };
  const values = { 'path-cost eth1': 100, 'port-priority eth1': 7 };
  const found = on({ file: fileFor(), ...current, ...values }, args);
  expect(found.differences).toEqual(['path-cost of eth1: 100 → 5']);
  const last = argvs(found.steps).map((argv) => argv.slice(-4).join(' '));
  expect(last.slice(-2)).toEqual(['br0 eth1 cost 5', 'br0 eth1 priority 7']);
  expect(found.afterwards().changes).toEqual([]);
  const back = argvs(found.plan.rollback?.()?.steps ?? []).map((argv) => argv.slice(-4).join(' '));
  expect(back.slice(-2)).toEqual(['br0 eth1 cost 100', 'br0 eth1 priority 7']);

  function fileFor() {
    const none = { 'path-cost eth1': null, 'port-priority eth1': null };
    const content = on({ file: absent, ...current, ...none }, args).plan.changes[0]?.diff?.after ?? '';
    return { kind: 'file', mode: '0600', owner: 'root', group: 'root', content };
  }
});
