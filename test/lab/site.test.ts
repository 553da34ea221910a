import { describe, expect, it } from 'vitest';
import { forecast, unlikePredicted } from './forecast.ts';
import { lab } from './lab.ts';
import { INVENTORY, snapshot, virtfleet } from './virtfleet.ts';

const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];
const FILES = INVENTORY.filter((word) => word !== '-i');

describe.each(['playbooks/site.yaml', 'playbooks/leases-and-names.yaml'])('%s', (playbook) => {
  it('says in a dry run what would change, and changes nothing', async () => {
    const before = await Promise.all(HOSTS.map(snapshot));
    const { code, stdout } = await virtfleet(
      'run',
      playbook,
      ...INVENTORY,
      '--check',
      '--diff',
      '--exit-code',
    );
    expect(stdout).toContain('Check: nothing was changed.');
    expect(stdout).toContain('+<network>');
    expect(code).toBe(3);
    expect(before[0]?.length).toBeGreaterThan(1000);
    expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
  });

  it('is rolled out as predicted, and then there is nothing to do', async () => {
    const predicted = await forecast(playbook, ...FILES);
    const first = await virtfleet('run', playbook, ...INVENTORY);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const observed = await forecast(playbook, ...FILES);
    expect(Object.keys(predicted).toSorted()).toEqual(HOSTS);
    for (const host of HOSTS)
      expect(unlikePredicted(predicted[host]?.known, observed[host]?.known)).toEqual([]);
    const again = await virtfleet('run', playbook, ...INVENTORY, '--diff');
    expect(again.code).toBe(0);
    for (const host of HOSTS)
      expect(again.stdout).toMatch(new RegExp(`^${host} : ok=\\d+ changed=0 failed=0`, 'm'));
    expect(again.stdout).not.toMatch(/^\s*(@@|[+-]{3} )/m);
    expect((await virtfleet('drift', playbook, ...INVENTORY)).code).toBe(0);
  });

  it('leaves no lock behind', async () => {
    for (const host of HOSTS)
      expect((await lab.onHost(host, 'ls /run/lock | grep virtfleet; true')).stdout).toBe('');
  });
});

it('finds what somebody broke by hand, and repairs it', async () => {
  await lab.onHost('hv02', 'virsh net-destroy isolated; ip addr del 172.16.50.12/24 dev br0');
  const drift = await virtfleet('drift', 'playbooks/site.yaml', ...INVENTORY);
  expect(drift.code).toBe(3);
  expect(drift.stdout).toContain('~ network isolated: inactive → active');
  expect(drift.stdout).toContain('+ addresses of br0: 172.16.50.12/24');
  expect((await virtfleet('run', 'playbooks/site.yaml', ...INVENTORY)).code).toBe(0);
  expect((await virtfleet('drift', 'playbooks/site.yaml', ...INVENTORY)).code).toBe(0);
});
