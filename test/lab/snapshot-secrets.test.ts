import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { run as start } from './run.ts';
import { DESTINATIONS, MARK, SECRETS, secretProject, USER } from './secret-project.ts';
import { HOSTS, onEach } from './two-hosts.ts';
import { reset } from './virtfleet.ts';

// A snapshot of hosts with secrets everywhere has none of them, and answers as the hosts do.
const project = mkdtempSync(join(tmpdir(), 'virtfleet-snapshot-secrets-'));
const own = (name: string) => join(project, name);
const SITE = own('site.yaml');
const WIREGUARD = `${MARK}${'A'.repeat(29)}=`;

/** Secrets that no task has written, and one of the kind that playbooks have in plain text. */
const PLANTED = `
mkdir -p /etc/ansible/facts.d
printf '[db]\\npassword=${MARK} fact\\n' >/etc/ansible/facts.d/db.fact
cat >/etc/netplan/70-secret.yaml <<'YAML'
network:
  version: 2
  tunnels:
    wg9:
      mode: wireguard
      port: 51820
      key: ${WIREGUARD}
      peers:
        - keys: {public: "${'B'.repeat(43)}=", shared: "${WIREGUARD}"}
          endpoint: 10.99.0.1:51820
          allowed-ips: [10.99.0.0/24]
YAML
chmod 600 /etc/netplan/70-secret.yaml
logger -t sudo 'alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mysql --password=${MARK}-sudo'
virsh -q define /dev/stdin <<'XML'
<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>told</name><memory unit='MiB'>16</memory>
<os><type arch='x86_64'>hvm</type></os><qemu:commandline><qemu:env name='SECRET' value='${MARK}-qemu'/></qemu:commandline></domain>
XML`;
const FORGET = `userdel --force --remove ${USER} 2>/dev/null; rm -rf ${DESTINATIONS} /etc/ansible/facts.d/db.fact /etc/netplan/70-secret.yaml /etc/plain.conf; virsh -q undefine told 2>/dev/null; true`;

const MORE = `
- name: Around
  hosts: all
  rollout: all-at-once
  become: true
  gather_facts: true
  tasks:
    - copy: { dest: /etc/plain.conf, content: "port = 2\\napi_token = ${MARK}-plain\\n" }
    - bridge: { name: br7, addresses: ['10.97.0.{{ round }}/24'] }
    - virt: { command: get_xml, name: told }
      register: told
    - debug: { var: told.get_xml }
    - copy: { dest: /etc/facts.copy, content: "{{ ansible_local.db.db | length }}\\n" }
`;

beforeAll(async () => {
  const { stdout } = await lab.exec(['cat', lab.paths.inventory]);
  const inventory = stringify(parse(stdout.replaceAll('ansible_user: root', `ansible_user: ${USER}`)));
  const files = secretProject(inventory, HOSTS);
  files['site.yaml'] += MORE;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(own(path)), { recursive: true });
    writeFileSync(own(path), text, { mode: 0o600 });
  }
  await Promise.all(HOSTS.map(reset));
  for (const host of HOSTS) {
    const made = `${FORGET}; useradd --create-home --shell /bin/bash --groups sudo ${USER} && chpasswd && mkdir -m 0700 ${DESTINATIONS}`;
    expect(await lab.onHost(host, made, { stdin: `${USER}:${SECRETS.become}\n` })).toMatchObject({ code: 0 });
  }
  await onEach(PLANTED);
  // What is there is of round 1.
  expect(await live('run', SITE, '-e', 'round=1')).toMatchObject({ code: 0 });
  await onEach(`printf 'port = 1\\napi_token = ${MARK}-old\\n' >/etc/plain.conf`);
});

afterAll(async () => {
  await Promise.all(HOSTS.map(reset));
  await onEach(FORGET);
  rmSync(project, { recursive: true });
});

const words = [
  ...['--vault-password-file', own('vault-password'), '-i', own('inventory'), '-l', HOSTS.join(':')],
];
const command = (all: readonly string[]) => [
  ...['env', '-C', project, `XDG_STATE_HOME=${own('state')}`],
  ...['node', join(process.cwd(), 'dist/cli.js'), ...all, ...words],
];
const live = (...all: readonly string[]) => lab.exec(command(all));
const offline = (snapshot: string, ...all: readonly string[]) =>
  start(command([...all, '--snapshot', snapshot]));

/** All that is written in a snapshot. */
function written(path: string): string {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const hosts = lines.slice(1, -1).map((line) => JSON.parse(line) as { answers: string });
  expect(hosts).toHaveLength(HOSTS.length);
  const texts = hosts.map(({ answers }) => gunzipSync(Buffer.from(answers, 'base64')).toString());
  const bytes = texts.flatMap((text) =>
    [...text.matchAll(/"base64":"([^"]*)"/g)].map(([, base64 = '']) =>
      Buffer.from(base64, 'base64').toString(),
    ),
  );
  return [...lines, ...texts, ...bytes].join('\n');
}

const ROUNDS = sampled(['2', '1'], 1);

it.each(ROUNDS)('round %s', async (round) => {
  const path = own(`round-${round}.snapshot`);
  const taken = await live('snapshot', SITE, '-b', '-e', `round=${round}`, '-o', path);
  expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining('2 hosts') });
  const text = written(path);
  expect(text).toContain('virbr95');
  expect(text.match(new RegExp(`.{0,90}${MARK}.{0,40}`, 'g')) ?? []).toEqual([]);
  const looks = [
    ['run', SITE, '--check', '-v', '-b', '--history', 'none', '-e', `round=${round}`],
    ['drift', SITE, '--unmanaged', '-b', '--history', 'none', '-e', `round=${round}`],
    ['networks', '-b'],
  ];
  for (const look of looks) {
    const before = await live(...look);
    const after = await offline(path, ...look);
    // What a guest has and the project has not is printed by a live run.
    const expected = before.stdout.replaceAll(`${MARK}-qemu`, 'withheld');
    const told = after.stdout.replaceAll(/withheld-[0-9a-f]{8}/g, 'withheld');
    expect([look[0], after.code, told]).toEqual([look[0], before.code, expected]);
    expect(after.stdout).not.toContain(MARK);
  }
  expect((await offline(path, ...(looks[0] ?? []), '--diff')).stdout).not.toContain(`${MARK}-old`);
  expect((await offline(path, 'show', `${HOSTS[0]}/quiet`, '-b')).stdout).not.toContain(MARK);
});

it('who has another password of the vault gets no answer that a secret decides', async () => {
  const path = own(`round-${ROUNDS[0]}.snapshot`);
  const look = ['networks', '-b', '-i', lab.paths.inventory, '-l', HOSTS.join(':'), '--snapshot', path];
  const { code, stdout } = await start(['node', 'dist/cli.js', ...look]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('virbr96')]);
});
