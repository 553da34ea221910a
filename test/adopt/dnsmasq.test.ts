import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DNSMASQ, hostDnsmasq } from '../../src/adopt/host/host-dnsmasq.ts';
import { projectOf } from '../../src/adopt/project.ts';
import { groups, textOf } from './fleet.ts';

const answer = (stdout: string, encoding: BufferEncoding = 'utf8') => [
  { status: 0, stdout: Buffer.from(stdout, encoding), stderr: Buffer.from('') },
];

/** A host with one file, whose service runs, and three processes. */
const host = (name: string, text: string, encoding?: BufferEncoding) =>
  hostDnsmasq(name, {
    dnsmasq: DNSMASQ.dnsmasq.parse(
      answer(
        [
          '',
          `file 0644 root dnsmasq /etc/dnsmasq.d/lan.conf\n${text}`,
          'process /usr/sbin/dnsmasq -x /run/dnsmasq/dnsmasq.pid -u dnsmasq -7 /etc/dnsmasq.d\n',
          'process /usr/sbin/dnsmasq --conf-file=/var/lib/libvirt/dnsmasq/lab.conf --leasefile-ro\n',
          'process dnsmasq -C /srv/other.conf\n',
        ].join('\x1e'),
        encoding,
      ),
    ),
    dnsmasqUnit: { value: { load: 'loaded', active: true, enabled: true, fixed: false } },
  });

it('the files of the service are described letter for letter, and its restart; other processes are named', () => {
  const found = [
    host('hv01', '# by hand\ninterface=br0   # the lan\n'),
    host('hv02', '# by hand\ninterface=br0   # the lan\n'),
  ];
  expect(found[0]?.undescribed).toEqual([
    {
      host: 'hv01',
      what: 'dnsmasq -C /srv/other.conf',
      why: 'this dnsmasq is run by somebody else: no module reads its files',
    },
  ]);
  const inventory = 'all: { hosts: { hv01: , hv02: } }';
  const resources = found.flatMap((one) => one.resources);
  expect(textOf(projectOf(resources, groups(inventory, ['hv01', 'hv02']), 'all'))).toBe(`=== site.yaml
# What virtfleet adopt found. It is yours from now on: edit it, and see with drift and run --check what that means.

- name: dnsmasq
  hosts: all
  tasks:
    - name: dnsmasq /etc/dnsmasq.d/lan.conf
      copy:
        dest: /etc/dnsmasq.d/lan.conf
        mode: "0644"
        group: dnsmasq
        content: |
          # by hand
          interface=br0   # the lan
      notify: Restart dnsmasq

    - name: dnsmasq service
      service:
        name: dnsmasq
        state: started
        enabled: true
  handlers:
    - name: Restart dnsmasq
      service:
        name: dnsmasq
        state: restarted
`);
});

it('a file that is no UTF-8 is not described: a run would write another one', () => {
  const { resources, undescribed } = host('hv01', '# für alle\ninterface=br0\n', 'latin1');
  expect(resources).toEqual([]);
  expect(undescribed).toContainEqual({
    host: 'hv01',
    what: 'file /etc/dnsmasq.d/lan.conf',
    why: 'it is no plain text in UTF-8',
  });
});

it('a process of any user that calls itself dnsmasq cannot imitate a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  const program = join(folder, 'dnsmasq');
  copyFileSync('/bin/sh', program);
  const words = ['-c', 'echo up; read line', '\x1efile 0644 root root /etc/cron.d/evil\n* * * * * root evil'];
  const { stdin, stdout } = spawn(program, words, { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(stdout, 'data');
  try {
    const { ask, parse } = DNSMASQ.dnsmasq;
    const script = ask.kind === 'script' ? ask.script : '';
    const dnsmasq = parse(answer(execFileSync('sh', ['-c', script], { encoding: 'utf8' })));
    const { resources, undescribed } = hostDnsmasq('hv01', { dnsmasq, dnsmasqUnit: { why: '' } });
    expect(resources.filter(({ name }) => name.includes('evil'))).toEqual([]);
    expect(undescribed.map(({ what }) => what)).toContain(
      `${program} -c echo up; read line  file 0644 root root /etc/cron.d/evil * * * * * root evil`,
    );
  } finally {
    stdin.end();
    rmSync(folder, { recursive: true });
  }
});
