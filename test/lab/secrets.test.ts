import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { lab } from './lab.ts';
import { run as start } from './run.ts';
import { DESTINATIONS, MARK, SECRETS, secretProject, USER } from './secret-project.ts';
import { HOSTS, onEach } from './two-hosts.ts';
import { reset } from './virtfleet.ts';

// Secrets are searched for everywhere: in all that the commands print, in the lists of processes, in journals and files.

/** What the user wrote: secrets are at home there. */
const project = mkdtempSync(join(tmpdir(), 'virtfleet-secrets-'));
/** Everything else that a command may write on the operator's machine. */
const home = mkdtempSync(join(tmpdir(), 'virtfleet-secrets-home-'));

/** Prints each argument and variable of all processes once, until the file $1 is there. */
const SPY = `
while [ ! -e "$1" ]; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; done 2>/dev/null | tr '\\0' '\\n' | sort -u`;

const FORGET = `userdel --force --remove ${USER} 2>/dev/null; rm -rf ${DESTINATIONS}`;

/** Files of a host whose content has the mark, besides those that tasks write. */
const FILES = `
grep -rlaF -e "$1" /etc /var /run /tmp /root /home /srv /dev/shm /opt /usr/local 2>/dev/null | grep -v '^${DESTINATIONS}/'
journalctl -q -o export --no-pager | grep -aF -e "$1"; true`;

/** What libvirt keeps of a network, and what a file was before: folders that only root can read. */
const EXPECTED =
  /^\/(etc\/libvirt\/qemu\/networks|var\/lib\/libvirt\/dnsmasq|run\/libvirt\/network|var\/lib\/virtfleet\/backups|var\/lib\/virtfleet\/runs\/[^/]+\/files)\//;

beforeAll(async () => {
  const known = parse(await readLab());
  for (const [path, text] of Object.entries(secretProject(stringify(known), HOSTS))) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o600 });
  }
  for (const folder of ['state', 'tmp', 'work']) mkdirSync(join(home, folder));
  await Promise.all(HOSTS.map(reset));
  for (const host of HOSTS) {
    const made = `${FORGET}; useradd --create-home --shell /bin/bash --groups sudo ${USER} && chpasswd && mkdir -m 0700 ${DESTINATIONS}`;
    expect(await lab.onHost(host, made, { stdin: `${USER}:${SECRETS.become}\n` })).toMatchObject({ code: 0 });
  }
});
afterAll(async () => {
  await Promise.all(HOSTS.map(reset));
  await onEach(`rm -rf /run/spy-stop ${DESTINATIONS}; ${FORGET}`);
  for (const folder of [project, home]) rmSync(folder, { recursive: true });
});

async function readLab(): Promise<string> {
  const { stdout } = await lab.exec(['cat', lab.paths.inventory]);
  return stdout.replaceAll('ansible_user: root', `ansible_user: ${USER}`);
}

/** All that a command prints. */
async function said(...words: readonly string[]): Promise<string> {
  const env = [`XDG_STATE_HOME=${join(home, 'state')}`, `TMPDIR=${join(home, 'tmp')}`];
  const vault = ['--vault-password-file', join(project, 'vault-password')];
  const needsVault = !['history', 'inventory'].includes(words[0] ?? '');
  const { stdout, stderr } = await lab.exec([
    ...['env', '-C', join(home, 'work'), ...env, 'node', join(process.cwd(), 'dist/cli.js'), ...words],
    ...(needsVault ? vault : []),
    ...(words[0] === 'history' ? [] : ['-i', join(project, 'inventory')]),
    ...(words[0] === 'history' || words[0] === 'inventory' ? [] : ['-l', HOSTS.join(':')]),
  ]);
  return stdout + stderr;
}

const SITE = join(project, 'site.yaml');
const lines = (text: string) => text.split('\n').filter((line) => line.includes(MARK));

const stop = join(home, 'work/stop');
/** What the commands print, by their names, and what the lists of processes have meanwhile. */
const printed: Record<string, string> = {};
let processes: string[];

beforeAll(async () => {
  // The operator's machine is this one: its spy sees the processes of the hosts too.
  const spies = [
    start(['sh', '-c', SPY, 'sh', stop]),
    ...HOSTS.map((host) => lab.onHost(host, SPY, { args: ['/run/spy-stop'] })),
  ];
  const json = ['--json', join(home, 'work/report.json')];
  try {
    printed.check = await said('run', SITE, '--check', '--diff', '-vvv', '-e', 'round=1');
    printed.first = await said('run', SITE, '--diff', '-vvv', '-e', 'round=1', ...json);
    printed.second = await said('run', SITE, '--diff', '--format', 'json', '-e', 'round=2');
    printed.drift = await said('drift', SITE, '--diff', '-e', 'round=3');
  } finally {
    writeFileSync(stop, '');
    await onEach(': >/run/spy-stop');
  }
  processes = (await Promise.all(spies)).map(({ stdout }) => stdout);
  printed.wrong = await said('run', join(project, 'wrong.yaml'));
  printed.tasks = await said('run', SITE, '--list-tasks', '-e', 'round=1');
  printed.render = await said('render', SITE, '-e', 'round=1');
  printed.files = await said('render', SITE, '-e', 'round=1', '--out', join(home, 'work/rendered'));
  printed.networks = await said('networks');
  printed.history = await said('history', 'show', 'last', '--diff', '-v');
  printed.export = await said('history', 'export');
});

it('no command prints a secret', () => {
  for (const [command, text] of Object.entries(printed)) {
    expect([command, text.length > 100]).toEqual([command, true]);
    expect([command, lines(text)]).toEqual([command, []]);
  }
  // All of it was done, with the secrets.
  expect(printed.first).not.toMatch(/^(failed|not-converged|blocked|lost|unreachable|not started): /m);
  expect(JSON.parse(printed.second ?? '').exit_code).toBe(0);
  expect(printed.wrong).toMatch(/^\d problems\.$/m);
});

it('the inventory is listed as it is written, but for passwords', async () => {
  const listed = await said('inventory', '--list');
  expect(lines(listed.replaceAll(`"quiet": "${SECRETS.quiet}"`, ''))).toEqual([]);
  expect(listed).toContain('"ansible_become_pass": "********"');
});

it('no process has one as an argument or in its environment', () => {
  expect(processes).toHaveLength(1 + HOSTS.length);
  for (const spied of processes) {
    expect(spied).toMatch(/^virsh$/m);
    expect(lines(spied)).toEqual([]);
  }
});

it('no file on the hosts has one, nor a journal, besides those that tasks write', async () => {
  for (const host of HOSTS) {
    expect((await lab.onHost(host, `cat ${DESTINATIONS}/*`)).stdout).toContain(SECRETS.quiet);
    const { stdout } = await lab.onHost(host, FILES, { args: [MARK] });
    expect(stdout.split('\n').filter((line) => line !== '' && !EXPECTED.test(line))).toEqual([]);
    const open = await lab.onHost(host, 'cd /var/lib/virtfleet && find backups runs -maxdepth 0 -perm /077');
    expect(open).toMatchObject({ code: 0, stdout: '' });
  }
});

it('no file on the machine of the operator has one', async () => {
  expect(readdirSync(join(home, 'tmp'))).toEqual([]);
  expect(readdirSync(join(home, 'state/virtfleet'))).toContain('history.db');
  expect(readdirSync(join(home, 'work'))).toEqual(expect.arrayContaining(['rendered', 'report.json']));
  expect(await start(['grep', '-rlaF', '-e', MARK, home])).toMatchObject({ code: 1, stdout: '' });
});
