import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { must } from './restart-host.ts';
import { HOSTS } from './two-hosts.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const BRIDGE = { name: 'br9', addresses: ['10.99.0.1/24'], parameters: { stp: false, 'forward-delay': 0 } };
const UNIT = 'virtfleet-dnsmasq@guests.service';
const GUESTS = { name: 'guests', interface: ['br9'], 'no-resolv': true };
const OUT_OF_THE_WAY = { service: { name: 'dnsmasq', state: 'stopped', masked: true } };
/** A file for the distribution's dnsmasq, which then serves no port that others have. */
const FILE = {
  name: 'own',
  path: '/etc/dnsmasq.d/own.conf',
  service: 'dnsmasq',
  port: 5354,
  'listen-address': ['127.0.0.1'],
  'bind-interfaces': true,
};

/** What a command makes of the last task of one host. */
async function last(words: string[], host: string, tasks: object[]) {
  const path = join(folder, `${host}.yaml`);
  writeFileSync(path, JSON.stringify([{ hosts: host, tasks }]));
  const { stdout } = await virtfleet(...words, path, '-i', lab.paths.inventory, '--format', 'json');
  type Told = { status: string; message?: string; changes?: { what: string; after: string | null }[] };
  const { status, message = '', changes = [] } = (JSON.parse(stdout) as { tasks: Told[] }).tasks.at(-1) ?? {};
  return { status, message, changes: changes.map(({ what, after }) => `${what}: ${after}`) };
}

const run = (host: string, ...tasks: object[]) => last(['run'], host, tasks);

/** Stands before systemctl: when dnsmasq is to take its files, the whole session that asks for it dies, once. */
const WRAPPER = `#!/bin/sh
case $1 in
  restart | reload)
    if [ -e /run/strike ]; then
      rm /run/strike
      pid=$$ all=
      while read -r name <"/proc/$pid/comm"; do
        case $name in sshd*) break ;; esac
        all="$pid $all"
        pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
      done
      kill -KILL $all
    fi ;;
esac
exec /usr/bin/systemctl "$@"
`;

beforeAll(async () => {
  for (const host of HOSTS) {
    await must(host, 'cat >/usr/local/bin/systemctl && chmod 755 /usr/local/bin/systemctl', {
      stdin: WRAPPER,
    });
    expect(await run(host, { bridge: BRIDGE }, { dnsmasq: GUESTS })).toMatchObject({
      status: 'changed',
      message: '',
    });
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(sampled(HOSTS.toReversed(), 1))('dnsmasq on %s', (host) => {
  it.each<[string, object, object, unit: string]>([
    ['its options', GUESTS, { ...GUESTS, 'bogus-priv': true }, UNIT],
    ['its names', GUESTS, { ...GUESTS, 'host-record': [{ name: 'gw.lab', ip: '10.99.0.1' }] }, UNIT],
    ['a file of the distribution’s', FILE, { ...FILE, 'bogus-priv': true }, 'dnsmasq.service'],
    ['a file that goes away', FILE, { ...FILE, state: 'absent', port: undefined }, 'dnsmasq.service'],
  ])('takes %s in the next run when the session died before', async (_, first, second, unit) => {
    const begun = () => must(host, `systemctl show -p ExecMainStartTimestampMonotonic ${unit}`);
    expect((await run(host, { dnsmasq: first })).status).toMatch(/^(ok|changed)$/);
    const before = await begun();
    await must(host, ': >/run/strike');
    expect(await run(host, { dnsmasq: second })).toMatchObject({ status: 'lost' });
    expect(await must(host, 'ls /run/strike 2>&1; true')).toMatch(/No such file/);
    expect(await begun()).toBe(before);
    const told = { changes: [`unit ${unit}: restarted`] };
    expect(await last(['run', '--check'], host, [{ dnsmasq: second }])).toMatchObject({
      ...told,
      status: 'would-change',
    });
    const repaired = await run(host, { dnsmasq: second });
    // Without its file the distribution's dnsmasq wants port 53, which libvirt's have: it keeps the file.
    if ('state' in second) expect(repaired).toMatchObject({ status: 'failed' });
    else {
      expect(repaired).toMatchObject({ ...told, status: 'changed', message: '' });
      expect(await begun()).not.toBe(before);
      expect(await run(host, { dnsmasq: second })).toMatchObject({ status: 'ok' });
    }
    expect(await must(host, 'ls -d /run/virtfleet-kept* 2>/dev/null; true')).toBe('');
  });

  it('is found when it is the distribution’s, and masked as the message says', async () => {
    await run(host, { dnsmasq: { ...GUESTS, state: 'stopped' } });
    const there = 'interface=br9\nbind-dynamic\nexcept-interface=lo\n';
    await must(host, 'cat >/etc/dnsmasq.d/own.conf && systemctl restart dnsmasq', { stdin: there });
    const found = await last(['run', '--check'], host, [{ dnsmasq: GUESTS }]);
    expect(found.status).toBe('failed');
    expect(found.message).toMatch(/^dnsmasq\.service, which the distribution brings, runs /);
    expect(found.message).toContain(`service: { name: dnsmasq, state: stopped, masked: true }`);
    const tasks = [OUT_OF_THE_WAY, { dnsmasq: GUESTS }];
    expect(await last(['run', '--check'], host, tasks)).toMatchObject({ status: 'would-change' });
    expect(await run(host, ...tasks)).toMatchObject({ status: 'changed', message: '' });
    expect(await run(host, ...tasks)).toMatchObject({ status: 'ok' });
    expect(await must(host, `systemctl is-active dnsmasq ${UNIT}; true`)).toBe('inactive\nactive\n');
  });

  it('says which package it needs', async () => {
    await must(host, 'mv /usr/sbin/dnsmasq /usr/sbin/dnsmasq.away');
    try {
      const told = await run(host, { dnsmasq: GUESTS });
      expect(told).toMatchObject({
        status: 'failed',
        message: expect.stringMatching(/^This host has no \/usr\/sbin\/dnsmasq\..*dnsmasq-base \}$/ms),
      });
    } finally {
      await must(host, 'mv /usr/sbin/dnsmasq.away /usr/sbin/dnsmasq');
    }
  });

  it('comes by its package without its service, which starts where it is not masked', async () => {
    await must(host, `systemctl unmask dnsmasq; rm -f /etc/dnsmasq.d/own.conf; ${REPOSITORY}`);
    const purge = 'systemctl unmask dnsmasq; apt-get -qq -y purge dnsmasq; : >/srv/dnsmasq/started';
    const started = () => must(host, 'systemctl show -p LoadState --value dnsmasq; cat /srv/dnsmasq/started');
    const install = { package: { name: 'dnsmasq' } };
    await must(host, purge);
    expect(await run(host, install)).toMatchObject({ status: 'changed', message: '' });
    expect(await started()).toBe('loaded\nstarted\n');
    await must(host, purge);
    const masked = { service: { name: 'dnsmasq', masked: true } };
    expect(await run(host, masked, install, { dnsmasq: GUESTS })).toMatchObject({ message: '' });
    expect(await started()).toBe('masked\n');
    expect(await run(host, masked, install, { dnsmasq: GUESTS })).toMatchObject({ status: 'ok' });
    expect(await must(host, 'dpkg-query -W -f "\\${db:Status-Status}" dnsmasq')).toBe('installed');
  });
});

/**
 * The package as it is installed, packed again: hosts of the lab have no way out. A drop-in tells when its service is
 * started.
 */
const REPOSITORY = `
set -e
repo=/srv/dnsmasq; rm -rf $repo; mkdir -p $repo/root/DEBIAN; cd $repo
dpkg-query -L dnsmasq | while read -r file; do
  if [ -d "$file" ]; then mkdir -p "root$file"; elif [ -e "$file" ]; then cp -a "$file" "root$file"; fi
done
dpkg-query -s dnsmasq | sed '/^Status:/d; /^Conffiles:/,/^[^ ]/{/^Conffiles:/d; /^ /d}' >root/DEBIAN/control
for part in conffiles preinst postinst prerm postrm; do
  [ ! -e /var/lib/dpkg/info/dnsmasq.$part ] || cp /var/lib/dpkg/info/dnsmasq.$part root/DEBIAN/$part
done
dpkg-deb -b root dnsmasq.deb >/dev/null
{ dpkg-deb -f dnsmasq.deb; printf 'Filename: ./dnsmasq.deb\\nSize: %s\\nSHA256: %s\\n\\n' $(stat -c %s dnsmasq.deb) $(sha256sum dnsmasq.deb | cut -d' ' -f1); } >Packages
[ ! -e /etc/apt/sources.list ] || mv /etc/apt/sources.list $repo/
echo "deb [trusted=yes] file:$repo ./" >/etc/apt/sources.list.d/dnsmasq.list
apt-get -qq update
mkdir -p /etc/systemd/system/dnsmasq.service.d
printf '[Service]\\nExecStartPre=/bin/sh -c "echo started >>/srv/dnsmasq/started"\\n' >/etc/systemd/system/dnsmasq.service.d/told.conf
systemctl daemon-reload`;
