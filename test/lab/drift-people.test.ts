import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding } from '../../src/drift/finding.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { snapshot, virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-people-'));
const path = join(folder, 'site.yaml');
const HOSTS = oneOfEach();
const [FIRST = ''] = HOSTS;
const WORDS = ['-i', lab.paths.inventory, '--history', join(folder, 'history.db')];
const AS_READER = ['-e', 'ansible_user=reader'];

const LAB = { name: 'people', mtu: 1400, bridge: { name: 'vp1' }, ip: { address: '10.66.0.1/24' } };

function write(content: string, network: object = LAB): void {
  const tasks = [
    { name: 'Network', network },
    { name: 'Secret', copy: { dest: '/etc/drift-secret', content, mode: '0600' } },
  ];
  writeFileSync(
    path,
    JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', become: true, tasks }]),
  );
}

const drift = (...words: string[]) => virtfleet('drift', path, ...WORDS, ...words);

async function findings(...words: string[]): Promise<Finding[]> {
  const { stdout } = await drift('--format', 'json', ...words);
  return (JSON.parse(stdout) as { findings: Finding[] }).findings;
}

async function onEach(command: string): Promise<void> {
  for (const host of HOSTS) {
    const { code, stderr } = await lab.onHost(host, command);
    if (code !== 0) throw new Error(`${host}: ${command}: ${stderr}`);
  }
}

beforeAll(async () => {
  await onEach(
    `id reader >/dev/null 2>&1 || useradd -m reader; id bob >/dev/null 2>&1 || useradd -m bob
     install -d -m 0700 -o reader /home/reader/.ssh
     install -m 0600 -o reader /root/.ssh/authorized_keys /home/reader/.ssh/authorized_keys
     echo 'bob ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/bob`,
  );
  write('first\n');
  expect(await virtfleet('run', path, ...WORDS)).toMatchObject({ code: 0 });
  expect(await drift()).toMatchObject({ code: 0 });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await onEach(
    `virsh -q net-destroy people; virsh -q net-undefine people; rm -rf /etc/drift-secret /etc/sudoers.d/bob /var/lib/virtfleet
     ip link del br66; true`,
  );
});

it('who changed a host with sudo is named as a guess', async () => {
  const { code } = await lab.onHost(FIRST, 'cd /; su bob -c "sudo virsh -q net-autostart people --disable"');
  expect(code).toBe(0);
  const [finding] = await findings();
  expect(finding).toMatchObject({
    ...{ host: FIRST, resource: 'network people', state: 'drifted' },
    suspect: {
      kind: 'sudo',
      who: 'bob',
      what: '/usr/bin/virsh -q net-autostart people --disable',
      certain: false,
    },
  });
});

it('a user who may not become root sees what all may see, and the host is as before', async () => {
  const before = await Promise.all(HOSTS.map(snapshot));
  const { code, stdout, stderr } = await drift(...AS_READER);
  expect([code, stderr]).toEqual([3, '']);
  expect(stdout).toMatch(/^DRIFTED: .*\nnetwork people: hv01/);
  expect(stdout).toContain(`The login user may not become root on ${HOSTS.join(', ')}.`);
  expect(stdout).toContain('Not seen: cannot read /etc/drift-secret: ');
  expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
});

it('that user is told apart, too, what drifted and what is pending of a network', async () => {
  write('second\n', { ...LAB, domain: 'moved.example' });
  const found = await findings(...AS_READER);
  const [own] = found.filter(({ host, resource }) => host === FIRST && resource === 'network people');
  expect(own?.changes.map(({ what, cause }) => `${what}: ${cause}`).toSorted()).toEqual([
    'domain name: pending',
    'network people autostart: drifted',
  ]);
  expect(found.filter(({ resource }) => resource.startsWith('file'))).toMatchObject(
    HOSTS.map(() => ({ state: 'unknown' })),
  );
  write('first\n');
});

it('what is recorded of secrets is for root alone', async () => {
  const { stdout } = await lab.onHost(
    FIRST,
    'cat /var/lib/virtfleet/applied/*.json; stat -c %a /var/lib/virtfleet/applied/*.private',
  );
  expect(stdout).toMatch(/\n600\n$/);
  const packed = stdout.split('\n').find((line) => line.startsWith('H4s')) ?? '';
  const { gunzipSync } = await import('node:zlib');
  const open = gunzipSync(Buffer.from(packed, 'base64')).toString();
  expect(open).toContain('network people');
  expect(open).not.toContain(Buffer.from('first\n').toString('base64').slice(0, 7));
});

it('a waiver sets a difference apart until it expires', async () => {
  const waiver = (until: string) =>
    writeFileSync(
      join(folder, 'waivers.yaml'),
      `- { resource: network people, hosts: all, reason: tests, who: alice, until: ${until} }\n`,
    );
  waiver('2999-01-31');
  const waived = await drift();
  expect([waived.code, waived.stderr, waived.code === 0 ? '' : waived.stdout]).toEqual([0, '', '']);
  expect(waived.stdout).toContain('WAIVED\nnetwork people: hv01\n');
  waiver('2020-01-31');
  const expired = await drift();
  expect(expired.code).toBe(3);
  expect(expired.stderr).toContain('A waiver has expired');
  rmSync(join(folder, 'waivers.yaml'));
});

it('a baseline leaves only what is new unmanaged', async () => {
  expect((await drift('--baseline')).code).toBe(3);
  expect(readFileSync(join(folder, 'baseline.yaml'), 'utf8')).toContain(`"${FIRST}":`);
  await onEach('ip link add br66 type bridge');
  const found = await findings('--unmanaged');
  expect(
    found.filter(({ state }) => state === 'unmanaged').map(({ host, resource }) => [host, resource]),
  ).toEqual(HOSTS.map((host) => [host, 'bridge br66']));
});

it('only what is new fails a check that asks for that', async () => {
  expect((await drift('--fail-on', 'new')).code).toBe(0);
  expect((await drift('--fail-on', 'any')).code).toBe(3);
  expect((await drift('--fail-on', 'none')).code).toBe(0);
});
