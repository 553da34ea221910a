import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { HOSTS, onEach } from './two-hosts.ts';
import { virtfleet } from './virtfleet.ts';

// What every user of a host can read of a run in the list of its processes: nothing that is anybody's business.

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-arguments-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands in every content. */
const SECRET = 'hunter2';
/** Longer than an argument of a process may be. */
const LONG = `# ${SECRET} ${'x'.repeat(200_000)}`;

const PLAYBOOK = `
- hosts: ${HOSTS.join(':')}
  rollout: all-at-once
  disruption: link
  tasks:
    - copy: { dest: /etc/spied.conf, content: "{{ content }}", mode: "0600", validate: "true %s" }
    - lineinfile: { path: /etc/spied.conf, line: "password=${SECRET}", validate: "true %s" }
    - template: { src: spied.xml.hbs, dest: /etc/spied.xml }
    - shell: "{{ content }}\\ntrue '${SECRET}'"
    - command: { argv: ["true"], stdin: "${SECRET}" }
    - script: { argv: [spied.sh] }
    - network:
        name: spied
        forward: { mode: open }
        bridge: { name: virbr90 }
        ip: { address: 10.90.0.1/24, dhcp: { host: [{ mac: "52:54:00:90:00:01", name: ${SECRET}, ip: 10.90.0.5 }] } }
    - network:
        name: spied
        ip: { address: 10.90.0.1/24, dhcp: { host: [{ mac: "52:54:00:90:00:02", name: ${SECRET}2, ip: 10.90.0.6 }] } }
    # The first libvirt that can describe a network is 9.7.
    - network: { name: spied, description: ${SECRET} once more }
      when: inventory_hostname == '${HOSTS[1]}'
    - bridge: { name: br90, addresses: [10.91.0.1/24], parameters: { stp: false } }
    - dnsmasq: { name: spied, path: /etc/dnsmasq.d/spied.conf, host-record: [{ name: ${SECRET}, ip: 10.90.0.7 }] }
`;

const SPY = `
while [ ! -e /run/spy-stop ]; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; done 2>/dev/null | tr '\\0' '\\n' >/run/spied
rm /run/spy-stop`;

beforeAll(() => {
  writeFileSync(join(folder, 'site.yaml'), PLAYBOOK);
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'templates/spied.xml.hbs'), `<a>${SECRET}</a>\n`);
  writeFileSync(join(folder, 'spied.sh'), `#!/bin/sh\ntrue '${SECRET}'\n${LONG}\n`);
  writeFileSync(join(folder, 'vars.yaml'), JSON.stringify({ content: LONG }));
});

it('no content and no secret of the session is an argument, or in an environment, while a run writes', async () => {
  const spies = HOSTS.map((host) => lab.onHost(host, SPY));
  const words = ['-i', lab.paths.inventory, '-e', `@${join(folder, 'vars.yaml')}`];
  const ended = await virtfleet('run', join(folder, 'site.yaml'), ...words).finally(() =>
    onEach(': >/run/spy-stop'),
  );
  await Promise.all(spies);
  expect(ended.stdout).not.toMatch(/^(failed|not-converged|blocked|lost): .*(\n .*)*/m);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  for (const spied of await onEach('cat /run/spied')) {
    // It has seen what may be seen.
    expect(spied.includes('virsh\n-q\n-c\nqemu:///system\n')).toBe(true);
    expect(spied.split('\n').filter((line) => line.includes(SECRET))).toEqual([]);
    expect(spied.match(/.*(<host |<network|renderer: networkd|10\.91\.0\.1\/24).*/g)).toBe(null);
    expect(spied.match(/^(?!\w+=).*(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f]).*/gm)).toBe(null);
  }
});
