import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { virtfleet } from './virtfleet.ts';

/** Networks as people write them for virsh, and the same for a task. */
const NETWORKS = [
  {
    name: 'default',
    xml: `<network><name>default</name><forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>
      <bridge name='virbr0' stp='on' delay='0'/><ip address='192.168.122.1' netmask='255.255.255.0'><dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network>`,
    yaml: `{ forward: { mode: nat, nat: { port: { start: 1024, end: 65535 } } }, bridge: { name: virbr0, stp: on, delay: 0 },
      ip: { address: 192.168.122.1, netmask: 255.255.255.0, dhcp: { range: { start: 192.168.122.2, end: 192.168.122.254 } } } }`,
  },
  {
    name: 'nat-network',
    xml: `<network><name>nat-network</name><forward mode='nat'/><bridge name='virbr1'/>
      <ip address='10.0.0.1' netmask='255.255.255.0'><dhcp><range start='10.0.0.100' end='10.0.0.200'/></dhcp></ip></network>`,
    yaml: `{ forward: { mode: nat }, bridge: { name: virbr1 },
      ip: { address: 10.0.0.1, netmask: 255.255.255.0, dhcp: { range: { start: 10.0.0.100, end: 10.0.0.200 } } } }`,
  },
  {
    name: 'isolated',
    xml: `<network><name>isolated</name><bridge name='virbr2'/><!-- No forward mode = isolated -->
      <ip address='10.10.0.1' netmask='255.255.255.0'><dhcp><range start='10.10.0.2' end='10.10.0.254'/></dhcp></ip></network>`,
    yaml: `{ bridge: { name: virbr2 },
      ip: { address: 10.10.0.1, netmask: 255.255.255.0, dhcp: { range: { start: 10.10.0.2, end: 10.10.0.254 } } } }`,
  },
  {
    name: 'bridged',
    xml: `<network><name>bridged</name><forward mode='bridge'/><bridge name='br0'/></network>`,
    yaml: `{ forward: { mode: bridge }, bridge: { name: br0 }, state: inactive }`,
  },
  {
    name: 'routed',
    xml: `<network><name>routed</name><forward mode='route'/><bridge name='virbr3'/>
      <ip address='192.168.100.1' netmask='255.255.255.0'><dhcp><range start='192.168.100.2' end='192.168.100.254'/></dhcp></ip></network>`,
    yaml: `{ forward: { mode: route }, bridge: { name: virbr3 },
      ip: { address: 192.168.100.1, netmask: 255.255.255.0, dhcp: { range: { start: 192.168.100.2, end: 192.168.100.254 } } } }`,
  },
  {
    name: 'leases',
    xml: `<network><name>leases</name><forward mode='nat'/><bridge name='virbr4'/><dns>
      <host ip='192.168.123.10'><hostname>vm1.local</hostname></host>
      <host ip='192.168.123.11'><hostname>vm2.local</hostname></host></dns>
      <ip address='192.168.123.1' netmask='255.255.255.0'><dhcp><range start='192.168.123.100' end='192.168.123.200'/>
      <host mac='52:54:00:aa:bb:cc' name='vm1' ip='192.168.123.10'/><host mac='52:54:00:dd:ee:ff' name='vm2' ip='192.168.123.11'/>
      <bootp file='/pxelinux.0' server='192.168.123.1'/></dhcp></ip></network>`,
    yaml: `{ forward: { mode: nat }, bridge: { name: virbr4 },
      dns: { host: [{ ip: 192.168.123.10, hostname: vm1.local }, { ip: 192.168.123.11, hostname: vm2.local }] },
      ip: { address: 192.168.123.1, netmask: 255.255.255.0, dhcp: {
        range: { start: 192.168.123.100, end: 192.168.123.200 },
        host: [{ mac: "52:54:00:aa:bb:cc", name: vm1, ip: 192.168.123.10 }, { mac: "52:54:00:dd:ee:ff", name: vm2, ip: 192.168.123.11 }],
        bootp: { file: /pxelinux.0, server: 192.168.123.1 } } } }`,
  },
] as const;

const HOSTS = ['hv01', 'hv03'];
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));

beforeAll(async () => {
  for (const host of HOSTS) await lab.onHost(host, 'virsh net-undefine default');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(NETWORKS)('network $name', ({ name, xml, yaml }) => {
  it.each(HOSTS)('is on %s what virsh net-define makes of its XML', async (host) => {
    const defined = await lab.onHost(host, 'cat >/run/seed.xml; virsh -q net-define /run/seed.xml', {
      stdin: xml,
    });
    expect(defined.code).toBe(0);
    const desired = await dump(host, name);
    await lab.onHost(host, 'virsh net-undefine "$1"', { args: [name] });

    const playbook = join(folder, `${name}.yaml`);
    const body = yaml.replace('{', `{ name: ${name},`).replaceAll(/\s+/g, ' ');
    writeFileSync(playbook, `- hosts: all\n  tasks:\n    - network: ${body}\n`);
    const { code, stdout } = await virtfleet('run', playbook, '-i', lab.paths.inventory, '--limit', host);
    expect([code, stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    expect(desired).toContain('<network>');
    expect(await dump(host, name)).toBe(desired);
  });
});

/** The stored definition, without what libvirt makes up. */
async function dump(host: string, name: string): Promise<string> {
  const { stdout } = await lab.onHost(host, 'virsh net-dumpxml --inactive "$1"', { args: [name] });
  return stdout.replace(/^\s*<(uuid|mac) ?.*\n/gm, '');
}
