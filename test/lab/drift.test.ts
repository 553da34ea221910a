import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Difference, Finding } from '../../src/drift/finding.ts';
import { sampled } from '../sampled.ts';
import type { Kind } from './drift/kind.ts';
import { KINDS } from './drift/kinds.ts';
import { NETWORKS, siteTasks } from './drift/site.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { snapshot, virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-drift-'));
const path = join(folder, 'site.yaml');
const HOSTS = sampled(oneOfEach().toReversed(), 1);
const WORDS = ['-i', lab.paths.inventory, '--history', join(folder, 'history.db')];
const IN_STEP = /^In step: \d hosts?, \d+ resources\.\n$/;

function write(moved: boolean): void {
  const keys = { hosts: HOSTS.join(','), rollout: 'all-at-once', become: true, disruption: 'link' };
  writeFileSync(path, JSON.stringify([{ name: 'Site', ...keys, tasks: siteTasks(moved) }]));
}

const apply = () => virtfleet('run', path, ...WORDS);
const drift = (...words: string[]) => virtfleet('drift', path, ...WORDS, ...words);

async function findings(...words: string[]): Promise<{ code: number; found: Finding[] }> {
  const { code, stdout, stderr } = await drift('--format', 'json', ...words);
  expect(stderr).toBe('');
  return { code, found: (JSON.parse(stdout) as { findings: Finding[] }).findings };
}

async function onEach(command: string): Promise<void> {
  for (const { code, stderr, host } of await Promise.all(
    HOSTS.map(async (host) => ({ host, ...(await lab.onHost(host, command)) })),
  ))
    if (code !== 0) throw new Error(`${host}: ${command}: ${stderr}`);
}

/** What was found of a kind on a host. */
function differenceOf({ resource, what }: Kind, host: string, found: readonly Finding[]) {
  const finding = found.find((one) => one.host === host && one.resource === resource);
  const named = finding?.changes.map((one) => ({ ...one, name: one.subject ?? one.what })) ?? [];
  const difference =
    named.find(({ name }) => name === what) ?? named.find(({ name }) => name.startsWith(what));
  return { finding, difference };
}

/** Changes both hosts in all ways. The firewall chain is flushed last: changes of networks bring rules back. */
async function drifts(): Promise<void> {
  const last = KINDS.filter(({ does }) => does.startsWith('iptables'));
  for (const { does } of [...KINDS.filter((kind) => !last.includes(kind)), ...last]) await onEach(does);
}

beforeAll(async () => {
  const unit = '[Service]\nExecStart=/bin/sleep 1000000\n[Install]\nWantedBy=multi-user.target\n';
  await onEach(
    `printf '${unit}' | tee /etc/systemd/system/drift-a.service >/etc/systemd/system/drift-b.service; systemctl daemon-reload`,
  );
  write(false);
  // The guests need their networks.
  writeFileSync(
    join(folder, 'first.yaml'),
    JSON.stringify([
      { hosts: HOSTS.join(','), rollout: 'all-at-once', tasks: siteTasks(false).slice(0, NETWORKS) },
    ]),
  );
  expect(await virtfleet('run', join(folder, 'first.yaml'), ...WORDS)).toMatchObject({ code: 0 });
  for (const host of HOSTS) {
    await lab.addGuest(host, { name: 'g1', networks: ['n09'] });
    await lab.addGuest(host, { name: 'g2', networks: ['n09'] });
  }
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const host of HOSTS) {
    await lab.removeGuest(host, 'g1');
    await lab.removeGuest(host, 'g2');
    await lab.onHost(
      host,
      `for n in $(seq -w ${NETWORKS}); do virsh -q net-destroy n$n; virsh -q net-undefine n$n; done
       for p in p1 p2; do virsh -q pool-destroy $p; virsh -q pool-undefine $p; done
       systemctl disable --now -q virtfleet-dnsmasq@d1 drift-a drift-b; rm -f /etc/systemd/system/drift-?.service
       for b in 1 2 3 4 5 6; do rm -f /etc/netplan/60-virtfleet-br$b.yaml; ip link del br$b; done
       rm -rf /etc/drift /var/lib/virtfleet /etc/sysctl.d/60-virtfleet-*; netplan apply; true`,
    );
  }
});

describe('a site that is applied', () => {
  beforeAll(async () => {
    expect(await apply()).toMatchObject({ code: 0 });
  });

  it('is in step, on one line', async () => {
    const { code, stdout, stderr } = await drift();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(IN_STEP);
  });

  describe('and is changed by hand in thirty ways', () => {
    let first: Finding[] = [];
    let second: Finding[] = [];

    beforeAll(async () => {
      await drifts();
      const before = await Promise.all(HOSTS.map(snapshot));
      const found = await findings();
      expect(found.code).toBe(3);
      first = found.found;
      second = (await findings()).found;
      expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
    });

    it.each(HOSTS.flatMap((host) => KINDS.map((kind) => ({ host, ...kind }))))(
      '$host: $name',
      ({ host, ...kind }) => {
        const { finding, difference } = differenceOf(kind, host, first);
        expect(difference).toMatchObject({ cause: 'drifted', isNew: true });
        expect(difference?.copies).toEqual(kind.copies);
        expect(finding).toMatchObject({ state: 'drifted', since: { lastInStep: { run: 3 } } });
        expect(finding?.applied?.by).toMatch(/@/);
        const later = differenceOf(kind, host, second);
        expect(later.difference).toMatchObject({ isNew: false });
        expect(later.finding?.since).toMatchObject({ firstSeen: { run: 4 }, lastInStep: { run: 3 } });
      },
    );

    it('has nothing else that differs', () => {
      const known = new Set(KINDS.map(({ resource }) => resource));
      expect(
        first.filter(({ resource }) => !known.has(resource) && !resource.startsWith('network n')),
      ).toEqual([]);
    });

    it('is told apart from a playbook that moved on', async () => {
      write(true);
      const { code, found } = await findings();
      expect(code).toBe(3);
      const wrong = HOSTS.flatMap((host) =>
        KINDS.flatMap((kind) => {
          const { finding, difference } = differenceOf(kind, host, found);
          const causes = finding?.changes.map((one: Difference) => `${one.what}: ${one.cause}`);
          const isDrifted = difference?.cause === 'drifted' || difference?.cause === 'both';
          return finding?.state === 'both' && isDrifted ? [] : [[host, kind.name, finding?.state, causes]];
        }),
      );
      expect(wrong).toEqual([]);
    });

    it('is repaired by a run', async () => {
      write(false);
      const { code, stdout } = await apply();
      expect([code, code === 0 ? '' : stdout]).toEqual([0, '']);
      expect((await drift()).stdout).toMatch(IN_STEP);
    });
  });

  it('is pending where only the playbook moved on', async () => {
    write(true);
    const { code, found } = await findings();
    expect(code).toBe(3);
    expect(found.filter(({ state }) => state !== 'pending')).toEqual([]);
    expect(found.length).toBeGreaterThan(25 * HOSTS.length);
    write(false);
  });
});
