import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { snapshot, virtfleet } from './virtfleet.ts';

// Two hosts of each release that are much alike.
const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));
const INVENTORY = ['-i', lab.paths.inventory];
const adopt = (into: string, ...words: string[]) =>
  virtfleet('adopt', ...INVENTORY, '--into', join(folder, into), ...words);

/** The networks of a host: a NAT with its own subnet, the same isolated one everywhere, one on a bridge of the host. */
const networks = (n: number) => [
  `<network><name>lab</name><forward mode='nat'/><bridge name='virbr10'/><domain name='lab.example'/>
     <dns><host ip='10.20.${n}.10'><hostname>web</hostname></host></dns>
     <ip address='10.20.${n}.1' netmask='255.255.255.0'><dhcp>
       <range start='10.20.${n}.100' end='10.20.${n}.199'><lease expiry='2' unit='hours'/></range>
       <host mac='52:54:00:00:0${n}:01' name='web' ip='10.20.${n}.10'/></dhcp></ip>
     <ip family='ipv6' address='fd00:20:${n}::1' prefix='64'/></network>`,
  `<network><name>quiet</name><metadata><o:owner xmlns:o='https://example.org/o'>{{ team }}</o:owner></metadata>
     <bridge name='virbr11' stp='off'/><mtu size='${n === 2 ? 1400 : 1450}'/></network>`,
  `<network><name>lan</name><forward mode='bridge'/><bridge name='br-lan'/><portgroup name='all' default='yes'/></network>`,
];

const PREPARE = `
n=$1; shift
virsh net-undefine default
for xml in "$@"; do printf %s "$xml" >/tmp/n.xml; virsh net-define /tmp/n.xml; done
ip link add port1 type veth peer name port1x; ip link set port1x up
cat >/etc/netplan/50-lan.yaml <<END
# by hand
network:
  version: 2
  ethernets:
    port1: { dhcp4: no, optional: true }
  bridges:
    br-lan:
      interfaces: [port1]
      addresses: [ "192.168.50.$n/24" ]
      parameters: { stp: no, forward-delay: 4s }
      routes: [ { to: 10.99.0.0/16, via: 192.168.50.254 } ]
END
chmod 600 /etc/netplan/50-lan.yaml; netplan apply
printf '# by hand\\ninterface=br-lan\\ndhcp-range=192.168.50.1%s0,192.168.50.1%s9,12h\\n' $n $n >/etc/dnsmasq.d/lan.conf
virsh net-start lab; virsh net-autostart lab; virsh net-start lan; virsh net-autostart lan
useradd --create-home --shell /bin/sh reader`;

/** What is there, but for what libvirt makes up. */
const DESCRIBED = `
for name in $(virsh net-list --all --name); do
  virsh net-info "$name" | grep -E 'Name|Active|Autostart'
  virsh net-dumpxml --inactive "$name" | grep -vE '<uuid>|<mac address='
done
netplan get bridges.br-lan | grep -vE 'dhcp[46]: false' | sed 's/"4s*"/4/'
ip -o addr show dev br-lan scope global | sed 's/ *valid_lft.*//; s/^[0-9]*//'; ls /sys/class/net/br-lan/brif; cat /etc/dnsmasq.d/lan.conf`;

const EMPTY = `
for name in $(virsh net-list --name); do virsh net-destroy "$name"; done
for name in $(virsh net-list --all --name); do virsh net-undefine "$name"; done
rm -f /etc/netplan/50-lan.yaml /etc/dnsmasq.d/lan.conf; ip link delete br-lan; netplan apply; true`;

const onHost = async (host: string, command: string) => (await lab.onHost(host, command)).stdout;

beforeAll(async () => {
  for (const [index, host] of HOSTS.entries()) {
    const args = [String(index + 1), ...networks(index + 1)];
    const { code, stderr } = await lab.onHost(host, PREPARE, { args });
    if (code !== 0) throw new Error(stderr);
  }
  await lab.addGuest('hv01', { name: 'web', networks: ['lab', 'lan'] });
  // With its first port the bridge comes up by and by.
  await lab.onHost('hv01', 'while ip addr show dev virbr10 | grep -q tentative; do sleep 0.2; done');
});

it('drift finds nothing after it, and nothing was written on the hosts', async () => {
  const before = await Promise.all(HOSTS.map(snapshot));
  const { code, stdout } = await adopt('fleet', '--with-guests');
  expect(stdout).toMatch(/^In step: 4 hosts, 22 resources\.$/m);
  expect(stdout).not.toContain('NOT DESCRIBED');
  expect(code).toBe(0);
  expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
  const site = readFileSync(join(folder, 'fleet/site.yaml'), 'utf8');
  expect(site.match(/- name: .*/g)).toEqual([
    '- name: Host bridges',
    '- name: Bridge br-lan',
    '- name: Networks',
    '- name: Network lab',
    '- name: Network lan',
    '- name: Network quiet',
    '- name: dnsmasq',
    '- name: dnsmasq /etc/dnsmasq.d/lan.conf',
    '- name: Interfaces of guests',
    '- name: Interfaces of guests',
  ]);
});

it('again it writes the same, and into the same folder nothing', async () => {
  expect((await adopt('again', '--with-guests')).code).toBe(0);
  for (const path of readdirSync(join(folder, 'fleet'), { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.yaml'))
      expect(readFileSync(join(folder, 'again', path), 'utf8')).toBe(
        readFileSync(join(folder, 'fleet', path), 'utf8'),
      );
  const { code, stdout } = await adopt('fleet', '--with-guests');
  expect([code, stdout]).toEqual([0, expect.not.stringMatching(/WRITTEN|ADDED/)]);
});

it('a user who is not root gets what he may read, and writes nothing there', async () => {
  const before = await Promise.all(HOSTS.map(snapshot));
  const { code, stdout } = await adopt('read', '-e', 'ansible_user=reader');
  expect(stdout).toMatch(/^NOT DESCRIBED\n {2}cannot read the netplan files: .*ermission denied/m);
  expect(stdout).toMatch(/^ {4}bridges: hv/m);
  expect(stdout).toMatch(/^In step: 4 hosts, 16 resources\.$/m);
  expect(code).toBe(0);
  expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
});

it('hosts that are empty become by the description what they were', async () => {
  cpSync(join(folder, 'again'), join(folder, 'empty'), { recursive: true });
  const before = await Promise.all(['hv02', 'hv04'].map((host) => onHost(host, DESCRIBED)));
  expect(before.join()).toContain('192.168.50.4/24');
  await Promise.all(['hv02', 'hv04'].map((host) => lab.onHost(host, EMPTY)));
  const site = join(folder, 'empty/site.yaml');
  expect(await virtfleet('run', site, ...INVENTORY, '-l', 'hv02,hv04')).toMatchObject({ code: 0 });
  expect(await Promise.all(['hv02', 'hv04'].map((host) => onHost(host, DESCRIBED)))).toEqual(before);
  expect(await virtfleet('drift', site, ...INVENTORY)).toMatchObject({ code: 0 });
});
