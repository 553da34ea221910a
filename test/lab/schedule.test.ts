import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { must } from './run.ts';
import { HOSTS } from './two-hosts.ts';

const ROOT = join(import.meta.dirname, '../..');
const [monitor = '', checked = ''] = HOSTS;

/** Runs a script on the host that checks the other; throws when it fails. */
async function onMonitor(script: string, stdin = ''): Promise<string> {
  const { code, stdout, stderr } = await lab.onHost(monitor, `set -e\n${script}`, { stdin });
  if (code !== 0) throw new Error(`it ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}

/** Writes a file there. */
const put = (path: string, text: string, mode = '644') =>
  onMonitor(`mkdir -p "$(dirname ${path})"\ncat > ${path}\nchmod ${mode} ${path}`, text);

const PROPERTIES = 'systemctl show -p Result -p ExecMainStatus --value virtfleet-hourly.service';

beforeAll(async () => {
  const files = ['dist', 'templates', 'package.json', 'node_modules/@libsql'];
  const pack = `tar c -C ${ROOT} ${files.join(' ')} -C ${join(process.execPath, '..')} node`;
  const unpack = `ssh -F ${lab.paths.sshConfig} ${monitor} 'mkdir -p /opt/virtfleet && tar x -C /opt/virtfleet'`;
  await must(lab.command(['sh', '-c', `${pack} | ${unpack}`]));
  const start = '#!/bin/sh\nexec /opt/virtfleet/node /opt/virtfleet/dist/cli.js "$@"\n';
  await put('/usr/bin/virtfleet', start, '755');
  await put('/etc/virtfleet/key', readFileSync(lab.paths.key, 'utf8'), '600');
  await put('/etc/ssh/ssh_known_hosts', readFileSync(lab.paths.knownHosts, 'utf8'));
  const address = lab.hosts().find(({ name }) => name === checked)?.address;
  const inventory = { all: { hosts: { [checked]: { ansible_host: address, ansible_user: 'root' } } } };
  const task = { sysctl: { name: 'net.ipv4.conf.all.log_martians', value: '1' } };
  const check = {
    ...{ playbook: 'site.yaml', inventory: 'inventory.yaml', every: '1h' },
    ...{ 'private-key': '/etc/virtfleet/key', reports: { json: '/var/lib/virtfleet/hourly.json' } },
  };
  await put('/srv/networks/inventory.yaml', JSON.stringify(inventory));
  await put('/srv/networks/site.yaml', JSON.stringify([{ hosts: 'all', tasks: [task] }]));
  await put('/srv/networks/schedule.yaml', JSON.stringify({ checks: { hourly: check } }));
});

it('a timer of systemd starts a check as a user of its own, which has the key and no rights', async () => {
  const install = 'cd /srv/networks && virtfleet schedule install hourly';
  // The bases of the lab have no libnss-systemd.
  await expect(onMonitor(install)).rejects.toThrow('apt install libnss-systemd');
  await onMonitor('useradd --system --no-create-home virtfleet');
  await onMonitor(install);
  const units = '/etc/systemd/system/virtfleet-hourly';
  expect(await onMonitor(`systemd-analyze verify --man=no ${units}.timer ${units}.service 2>&1`)).toBe('');
  expect(await onMonitor('systemctl is-enabled virtfleet-hourly.timer')).toBe('enabled\n');

  // Nobody waits for the full hour.
  await put(`${units}.timer.d/now.conf`, '[Timer]\nOnActiveSec=0\n');
  await onMonitor('systemctl daemon-reload && systemctl restart virtfleet-hourly.timer');
  const wait = `until [ "$(${PROPERTIES} | tr '\\n' ' ')" = 'success 3 ' ]; do
    ! systemctl is-failed -q virtfleet-hourly.service || { journalctl -u virtfleet-hourly; exit 1; }
    sleep 0.2
  done`;
  await onMonitor(wait);
  const report = JSON.parse(await onMonitor('cat /var/lib/virtfleet/hourly.json'));
  expect(report).toMatchObject({ operator: `virtfleet@${monitor}`, exit_code: 3 });
  expect(Object.keys(report.hosts)).toEqual([checked]);
  expect(await onMonitor('stat -c "%U %a" /var/lib/virtfleet/history.db')).toBe('virtfleet 600\n');
  const asked = 'cd /srv/networks && virtfleet schedule check --history /var/lib/virtfleet/history.db';
  expect(await onMonitor(asked)).toMatch(/^CHECK.*\nhourly .* run 1: 1 differs\n$/);

  await onMonitor('cd /srv/networks && virtfleet schedule remove hourly');
  const left = `ls -d ${units}.*; systemctl is-enabled virtfleet-hourly.timer 2>&1 || true`;
  expect((await onMonitor(left)).split('\n')[0]).toBe(`${units}.timer.d`);
  expect(await onMonitor('systemctl is-active virtfleet-hourly.timer || true')).toBe('inactive\n');
});
