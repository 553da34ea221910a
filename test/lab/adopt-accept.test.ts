import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { virtfleet } from './virtfleet.ts';

// One of each release.
const HOSTS = ['hv01', 'hv03'];
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [SITE, OWN] = [join(folder, 'site.yaml'), join(folder, 'host_vars/hv01.yaml')];
const on = (command: string, ...words: string[]) =>
  virtfleet(command, ...words, SITE, '-i', lab.paths.inventory);
const text = (path: string) => readFileSync(path, 'utf8');

const PLAYBOOK = `# The lab.
- name: Networks   # of both
  hosts: hv01,hv03
  tasks:
    - network:
        name: lab
        forward: { mode: nat }
        bridge: {name: virbr10}   # as ever
        domain: { name: lab.example }
        ip:
          address: "{{ host(lab_subnet, 1) }}/24"
          dhcp:
            range: { start: "{{ host(lab_subnet, 100) }}", end: "{{ host(lab_subnet, 199) }}" }
            host: "{{ lab_reservations }}"

- hosts: hv01
  tasks:
    - network:
        name: one
        bridge: { name: virbr11 }
        # for the tunnel
        mtu: 1400
`;
const variables = (n: number) => `lab_subnet: 10.20.${n}.0/24
lab_reservations:
  - { mac: "52:54:00:00:01:0${n}", name: web, ip: 10.20.${n}.11 }   # the web
`;

it('what somebody changed on one host is described, and drift finds nothing on both', async () => {
  mkdirSync(join(folder, 'host_vars'));
  writeFileSync(SITE, PLAYBOOK);
  for (const [index, host] of HOSTS.entries())
    writeFileSync(join(folder, `host_vars/${host}.yaml`), variables(index + 1));
  expect(await on('run')).toMatchObject({ code: 0 });
  expect(await on('accept', 'hv01/lab')).toMatchObject({
    code: 0,
    stdout: 'Network lab of hv01 is as it is described: there is nothing to accept.\n',
  });
  const entry = (address: string) => `<host mac='52:54:00:00:01:01' name='web' ip='${address}'/>`;
  await lab.onHost(
    'hv01',
    `
    virsh net-update lab modify ip-dhcp-host "${entry('10.20.1.21')}" --live --config
    virsh net-dumpxml --inactive lab | sed 's/lab.example/b.example/; s/10.20.1.199/10.20.1.150/' >/tmp/lab.xml
    virsh net-define /tmp/lab.xml; virsh net-destroy lab; virsh net-start lab
    virsh net-dumpxml --inactive one | sed 's/1400/1300/' >/tmp/one.xml; virsh net-define /tmp/one.xml
    virsh net-destroy one; virsh net-autostart one --disable`,
  );
  expect(await on('drift')).toMatchObject({ code: 3 });
  const before = [text(SITE), text(OWN)];

  const shown = await on('accept', '--check', 'hv01/lab');
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('+lab_domain: b.example\n') });
  expect([text(SITE), text(OWN)]).toEqual(before);
  const [diff, end] = shown.stdout.split('\nCheck: ');
  expect(end).toBe('no file was changed. Without --check this is written.\n');

  expect(await on('accept', 'hv01/lab')).toMatchObject({
    code: 0,
    stdout: `${diff}\nAccepted: the network is as it is described.\n`,
  });
  expect(await on('accept', 'hv01/one')).toMatchObject({ code: 0 });
  expect(text(OWN)).toBe(`lab_subnet: 10.20.1.0/24
lab_reservations:
  - { mac: "52:54:00:00:01:01", name: web, ip: 10.20.1.21 }   # the web
lab_domain: b.example
lab_range_end: 10.20.1.150
`);
  expect(text(SITE)).toBe(
    PLAYBOOK.replace('name: lab.example', `name: "{{ lab_domain | default('lab.example') }}"`)
      .replace('"{{ host(lab_subnet, 199) }}"', '"{{ lab_range_end | default(host(lab_subnet, 199)) }}"')
      .replace('mtu: 1400\n', 'mtu: 1300\n        state: inactive\n'),
  );
  expect(await on('drift')).toMatchObject({ code: 0 });
});

it('what somebody added beside the description is named where it is asked for, and accepted', async () => {
  await lab.onHost(
    'hv01',
    `virsh net-update lab add dns-host "<host ip='10.20.1.12'><hostname>db</hostname></host>" --live --config`,
  );
  expect(await on('drift')).toMatchObject({ code: 0 });
  const found = await on('drift', '--unmanaged');
  expect(found).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('DNS host db of network lab: hv01\n  present  [stored, running]\n'),
  });
  expect(found.stdout).toContain(`    virtfleet accept hv01/lab --unmanaged ${SITE} -i `);
  expect(await on('accept', 'hv01/lab')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No task describes DNS host db; --unmanaged takes that, too.\n'),
  });
  expect(await on('accept', 'hv01/lab', '--unmanaged')).toMatchObject({ code: 0 });
  expect(text(OWN)).toContain('lab_dns:\n  host:\n    - { ip: 10.20.1.12, hostname: db }\n');
  expect((await on('drift', '--unmanaged')).stdout).not.toContain('of network lab');
});
