import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/drift/finding.ts';
import { sampled } from '../sampled.ts';
import { FILTERS } from './firewall/filters.ts';
import { flows, makeBridge, plug, TASKS } from './firewall/guests.ts';
import { LOST_RULES } from './firewall/lost-rules.ts';
import { ALL, type Backend, backendsOf, type Way } from './firewall/way.ts';
import { lab } from './lab.ts';
import { RELEASES } from './releases.ts';
import { must } from './restart-host.ts';
import { virtfleet } from './virtfleet.ts';

/** The hosts with the backend of each: one host for each backend that its release has. */
const BACKENDS: Readonly<Record<string, Backend>> = Object.fromEntries(
  RELEASES.flatMap((release) => {
    const hosts = lab.hosts().filter((host) => host.release === release);
    return backendsOf(release).map((backend, index) => [hosts[index]?.name, backend]);
  }),
);
const HOSTS = Object.keys(BACKENDS);

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-firewall-'));
const playbook = join(folder, 'site.yaml');
const WORDS = ['-i', lab.paths.inventory, '--history', join(folder, 'history.db'), '--format', 'json'];

interface Told {
  findings: Finding[];
  tasks: { host: string; status: string; message?: string; warnings?: string[] }[];
}

/** What drift tells of each host: `resource: what` of each change, and warnings. */
async function drift(): Promise<Record<string, string[]>> {
  const { stdout, stderr } = await virtfleet('drift', playbook, ...WORDS);
  expect(stderr).toBe('');
  const { findings, tasks } = JSON.parse(stdout) as Told;
  return Object.fromEntries(
    HOSTS.map((host) => {
      const found = findings.filter((one) => one.host === host);
      const changes = found.flatMap(({ resource, changes: all }) =>
        all.map(({ what }) => `${resource}: ${what}`),
      );
      const warnings = tasks.filter((task) => task.host === host).flatMap((task) => task.warnings ?? []);
      return [host, [...changes, ...warnings]];
    }),
  );
}

/** The warnings of a run that succeeds. */
async function run(): Promise<Record<string, string[]>> {
  const { stdout } = await virtfleet('run', playbook, ...WORDS);
  const { tasks } = JSON.parse(stdout) as Told;
  const of = (host: string) =>
    tasks.filter((task) => task.host === host).flatMap((task) => task.warnings ?? []);
  const failed = tasks.filter(({ status }) => status !== 'ok' && status !== 'changed');
  expect(failed).toEqual([]);
  return Object.fromEntries(HOSTS.map((host) => [host, of(host)]));
}

const onAll = <T>(work: (host: string, backend: Backend) => Promise<T>) =>
  Promise.all(Object.entries(BACKENDS).map(([host, backend]) => work(host, backend)));

const flowing = () => onAll(flows);
const quiet = Object.fromEntries(HOSTS.map((host) => [host, []]));
const all = HOSTS.map(() => ALL);

/** The kernel of the lab may lack the action by which libvirt fills in checksums for old DHCP clients, and insists on. */
const NFTABLES = `
printf '#!/bin/sh\\n[ "$1" = filter ] || exec /sbin/tc "$@"\\n' >/usr/local/sbin/tc; chmod +x /usr/local/sbin/tc
echo 'firewall_backend = "nftables"' >/etc/libvirt/network.conf
systemctl restart libvirtd`;

beforeAll(async () => {
  const tasks = TASKS.map((network) => ({ network }));
  writeFileSync(
    playbook,
    JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', become: true, tasks }]),
  );
  await onAll((host, backend) => must(host, backend === 'nftables' ? NFTABLES : ''));
  await onAll(makeBridge);
  await run();
  await onAll(plug);
});

afterAll(() => rmSync(folder, { recursive: true }));

it('a healthy host lets all flow, and drift tells nothing', async () => {
  expect(await flowing()).toEqual(all);
  expect(await drift()).toEqual(quiet);
});

/** The rules that warnings name. */
const rulesOf = (warnings: readonly string[]) =>
  warnings.flatMap((warning) => warning.split('\n').slice(1)).map((line) => line.trim());

describe.each([...sampled(LOST_RULES, 3), ...sampled(FILTERS, 1)])(
  '$name',
  ({ does, stops, told, mends, undone }: Way) => {
    const stopped = () =>
      HOSTS.map((host) => ALL.filter((flow) => !stops[BACKENDS[host] ?? 'iptables'].includes(flow)));

    afterEach(async () => {
      if (undone !== undefined) await onAll((host) => must(host, undone));
    });

    it('is told by drift, and then all flows again', async () => {
      await onAll((host, backend) => must(host, does[backend]));
      expect(await flowing()).toEqual(stopped());
      const found = await drift();
      for (const [host, backend] of Object.entries(BACKENDS))
        expect(found[host]).toEqual(told[backend].map((each) => expect.stringMatching(each)));
      const warnings = await run();
      if (mends === 'rules') {
        expect(await flowing()).toEqual(stopped());
        await onAll((host) => must(host, rulesOf(warnings[host] ?? []).join('\n')));
      }
      expect(await flowing()).toEqual(all);
      expect(await drift()).toEqual(quiet);
    });
  },
);

it('networks that were stopped start again where nothing of libvirt is left of the firewall', async () => {
  const stop =
    'for name in fw-nat fw-two fw-alone; do virsh -q net-destroy $name || exit; done; nft flush ruleset';
  await onAll((host) => must(host, `${stop}; ! virsh net-start fw-two`));
  expect(await run()).toEqual(quiet);
  expect(await drift()).toEqual(quiet);
});
