import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseHeard } from '../../src/doctor/questions/dhcp-servers.ts';
import { parseNameAnswers } from '../../src/doctor/questions/name-questions.ts';
import { parsePings } from '../../src/doctor/questions/pings.ts';
import { drops, parseDrops } from '../../src/doctor/readings/drops.ts';
import { parseGuests } from '../../src/doctor/readings/guests.ts';
import { hostState, parseHostState } from '../../src/doctor/readings/host-state.ts';
import { parseJournal } from '../../src/doctor/readings/journal.ts';
import { parseKernel } from '../../src/doctor/readings/links.ts';
import { isEverywhere, parseListeners } from '../../src/doctor/readings/sockets.ts';
import { ask } from '../modules/trial.ts';

/** What a host of the lab answered: bookworm, with two guests and three clients of which one was refused. */
const recorded = (name: string) => readFileSync(join(import.meta.dirname, 'recorded', `${name}.txt`), 'utf8');

it('reads guests with their interfaces', () => {
  const nic = { isolated: false, unplugged: false, openVswitch: false };
  expect(parseGuests(recorded('guests'))).toEqual([
    {
      ...{ name: 'web', running: true, state: 'paused (user)' },
      nics: [
        {
          ...nic,
          type: 'network',
          mac: '52:54:00:80:00:01',
          network: 'doc-nat',
          bridge: 'virbr80',
          tap: 'vnet0',
        },
      ],
    },
    {
      ...{ name: 'lan', running: true, state: 'paused (user)' },
      nics: [{ ...nic, type: 'bridge', mac: '52:54:00:80:00:02', bridge: 'br9', tap: 'vnet1' }],
    },
  ]);
});

it('reads a cable that is out, a filter, and whether a guest agent is connected', () => {
  const xml = `\x1e
shut off (crashed)
<domain type='kvm'>
  <name>db</name>
  <devices>
    <interface type='direct'>
      <mac address='52:54:00:AA:00:01'/>
      <source dev='eth7' mode='bridge'/>
      <filterref filter='clean-traffic'/>
      <link state='down'/>
    </interface>
    <channel type='unix'>
      <target type='virtio' name='org.qemu.guest_agent.0' state='disconnected'/>
    </channel>
  </devices>
</domain>`;
  const about = { isolated: false, unplugged: true, openVswitch: false, filter: 'clean-traffic' };
  expect(parseGuests(xml)).toEqual([
    {
      ...{ name: 'db', running: false, state: 'shut off (crashed)', agent: false },
      nics: [{ ...about, type: 'direct', mac: '52:54:00:aa:00:01', device: 'eth7' }],
    },
  ]);
});

it('reads links and routes', () => {
  const { links, vlans, routes } = parseKernel(recorded('links'));
  expect([...links.keys()]).toEqual(['eth0', 'up9', 'br9', 'virbr80', 'vnet0', 'vnet1']);
  expect(links.get('virbr80')).toEqual({
    ...{ name: 'virbr80', index: expect.any(Number), up: true, carrier: true, mtu: 1500 },
    ...{ mac: expect.stringMatching(/^52:54:00:/), kind: 'bridge', addresses: ['10.80.0.1/24'] },
    bridge: { stp: false, vlanAware: false, forwardDelay: 0 },
  });
  expect(links.get('vnet0')).toMatchObject({
    ...{ kind: 'tun', master: 'virbr80', addresses: [] },
    port: { state: 'forwarding', isolated: false, broadcast: true },
  });
  expect(vlans).toEqual([]);
  expect(routes).toContainEqual({ to: 'default', dev: 'eth0', via: '10.77.0.1' });
  expect(routes).toContainEqual({ to: '10.80.0.0/24', dev: 'virbr80' });
});

it('reads a bond, its ports, and the VLANs of ports', () => {
  const bond = {
    ...{ ifname: 'bond0', flags: ['UP', 'LOWER_UP'], mtu: 1500 },
    linkinfo: {
      info_kind: 'bond',
      info_data: { mode: '802.3ad', ad_info: { num_ports: 1, partner_mac: '00:00:00:00:00:00' } },
    },
  };
  const port = {
    ...{ ifname: 'eth0', flags: ['UP'], mtu: 1500, master: 'bond0' },
    linkinfo: { info_slave_kind: 'bond', info_slave_data: { state: 'ACTIVE', mii_status: 'DOWN' } },
  };
  const vlan = { ifname: 'eth0', vlans: [{ vlan: 5, vlanEnd: 6, flags: ['PVID', 'Egress Untagged'] }] };
  const { links, vlans } = parseKernel(`${JSON.stringify([bond, port, {}])}\x1e${JSON.stringify([vlan])}`);
  expect(links.get('bond0')?.bond).toEqual({ mode: '802.3ad', partner: '00:00:00:00:00:00', ports: 1 });
  expect(links.get('eth0')).toMatchObject({ carrier: false, bonded: { state: 'ACTIVE', mii: 'DOWN' } });
  expect(vlans.map((one) => one.vlan)).toEqual([5, 6]);
});

it('reads the state of a host', () => {
  const { settings, daemons, units, ...rest } = parseHostState(recorded('host-state'));
  expect(settings.get('net/ipv4/conf/eth0/rp_filter')).toBe('0');
  expect(daemons).toContainEqual({ network: 'doc-nat', pid: 29955, state: 'S' });
  expect(daemons).toContainEqual({ network: 'doc-out', pid: 24909 });
  expect(units.map(({ name, load, active }) => `${name} ${load} ${active}`)).toEqual([
    'libvirtd.service loaded active',
    'libvirtd.socket loaded active',
    'virtqemud.service not-found inactive',
    'virtqemud.socket not-found inactive',
    'virtnetworkd.service not-found inactive',
    'virtnetworkd.socket not-found inactive',
    'systemd-resolved.service not-found inactive',
  ]);
  expect(rest).toEqual({
    resolvers: ['10.77.0.1'],
    hasDnsmasq: true,
    folder: { free: 18832849, writable: true },
    bridgePorts: [{ bridge: 'br9', port: 'up9', file: '/run/systemd/network/10-netplan-up9.network' }],
  });
});

it('reads the journal in the order of time, and what goes on over several lines', () => {
  const { isSeen, lines } = parseJournal(recorded('journal'));
  expect(isSeen).toBe(true);
  expect(lines.map(({ text }) => text)).toContain(
    'DHCPDISCOVER(virbr81) 52:54:00:81:00:03 no address available',
  );
  expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).toSorted());
  const two = parseJournal(
    '5\nseen\n2.0 hv01 libvirtd[7]: unexpected exit status 1:\n    dnsmasq: bad option',
  );
  expect(two.lines).toEqual([
    { time: 2, by: 'libvirtd', text: 'unexpected exit status 1:\ndnsmasq: bad option' },
  ]);
  expect(parseJournal('5\n')).toEqual({ now: 5, isSeen: false, lines: [] });
});

it('reads who listens, and where', () => {
  const all = parseListeners(recorded('listeners'));
  expect(all.slice(3, 5)).toEqual([
    { protocol: 'udp', address: '10.80.0.1', port: 53, program: 'dnsmasq', pid: 29955 },
    { protocol: 'udp', address: '0.0.0.0', link: 'virbr83', port: 67, program: 'dnsmasq', pid: 30033 },
  ]);
  expect(all.filter(isEverywhere)).toEqual([]);
  expect(parseListeners('tcp LISTEN 0 32 [::]:53 [::]:*\nudp UNCONN 0 0 [fe80::1]%br0:53 [::]:*')).toEqual([
    { protocol: 'tcp', address: '[::]', port: 53 },
    { protocol: 'udp', address: '[fe80::1]', link: 'br0', port: 53 },
  ]);
  expect(parseListeners('udp UNCONN 0 0 [fe80::1%br0]:53 [::]:*')).toEqual([
    { protocol: 'udp', address: '[fe80::1]', link: 'br0', port: 53 },
  ]);
});

it('reads a line of many marks of links in time that grows with its length', () => {
  expect(parseListeners(`udp UNCONN 0 0 ${'%'.repeat(1_000_000)} 0.0.0.0:*`)).toEqual([]);
});

it('does not take a process for gone that the kernel hides from this user: hidepid of proc(5)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-pids-'));
  writeFileSync(join(folder, 'lab.pid'), '4194305\n');
  const daemons = (first: string) => {
    if (hostState.ask.kind !== 'script') throw new Error('state of the host');
    const text = hostState.ask.script.replace('/run/libvirt/network', folder);
    const script = text.replace('/proc/1/stat', first);
    return ask({ ...hostState, ask: { ...hostState.ask, script } }).daemons;
  };
  const all = [daemons('/proc/self/stat'), daemons('/nowhere')];
  rmSync(folder, { recursive: true });
  const gone = { network: 'lab', pid: 4_194_305 };
  expect(all).toEqual([[gone], [{ ...gone, state: '?' }]]);
});

it('takes no pattern of networkd for the name of a link', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-networkd-'));
  const [match, network] = ['[Match]\nName=c* !eth0 eth1\n', '[Network]\nBridge=br0\n'];
  writeFileSync(join(folder, 'a.network'), match + network);
  if (hostState.ask.kind !== 'script') throw new Error('state of the host');
  const script = hostState.ask.script.replace('/etc/systemd/network', folder);
  const { bridgePorts } = ask({ ...hostState, ask: { ...hostState.ask, script } });
  rmSync(folder, { recursive: true });
  expect(bridgePorts.map(({ port, bridge }) => [port, bridge])).toEqual([['eth1', 'br0']]);
});

it('reads what filters have kept, and has no table loaded that is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-drops-'));
  const program = (name: string, text: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program('id', 'echo 0');
  program('nft', 'true');
  program('iptables', `touch ${folder}/loaded`);
  const tables = ['*mangle', ':FORWARD DROP [7:1]', 'COMMIT', '*filter', ':INPUT ACCEPT [9:1]'];
  const saved = [...tables, ':FORWARD DROP [12:720]', 'COMMIT'].join('\n');
  program('iptables-save', `[ "$*" = -c ] && cat <<'END'\n${saved}\nEND`);
  if (drops.ask.kind !== 'script') throw new Error('drops');
  const script = `PATH=${folder}:$PATH\n${drops.ask.script}`;
  const found = ask({ ...drops, ask: { ...drops.ask, script } });
  const isLoaded = existsSync(join(folder, 'loaded'));
  rmSync(folder, { recursive: true });
  const place = 'chain FORWARD of table ip filter';
  expect([found, isLoaded]).toEqual([[{ place, rule: 'policy DROP', packets: 12 }], false]);
});

it('reads of rules that drop those that have', () => {
  const text = `table ip filter {
	chain LIBVIRT_FWI {
		oifname "virbr0" counter packets 0 bytes 0 reject
table inet own {
	chain input {
		iifname "virbr0" udp dport 67 counter packets 3 bytes 984 drop
`;
  expect(parseDrops(text)).toEqual([
    { place: 'chain input of table inet own', rule: 'iifname "virbr0" udp dport 67 drop', packets: 3 },
  ]);
});

it('reads answers of name servers and guests', () => {
  const text =
    'asked\nanswer 10.0.0.1 alive 56468180\nanswer 10.0.0.1 name 56468185\nanswer 192.0.2.53 name -\n';
  expect(parseNameAnswers(text)).toEqual([
    { server: '10.0.0.1', question: 'alive', code: 0 },
    { server: '10.0.0.1', question: 'name', code: 5 },
    { server: '192.0.2.53', question: 'name' },
  ]);
  expect(parsePings('asked\nping 10.0.0.9 1500 yes no\n')).toEqual([
    { ip: '10.0.0.9', size: 1500, short: true, long: false },
  ]);
  expect([parseNameAnswers(''), parsePings('')]).toEqual([undefined, undefined]);
});

it('knows a DHCP server by what its answers say', () => {
  const frame = Buffer.alloc(300);
  Buffer.from('ffffffffffff5254000000500800', 'hex').copy(frame);
  frame.set([0x45], 14);
  frame.set([10, 0, 0, 251], 26);
  frame.set([2], 42);
  frame.set([53, 1, 2, 0, 54, 4, 10, 0, 0, 250, 255], 42 + 240);
  expect(parseHeard(`heard\npacket 7 ${frame.toString('hex')}\npacket 7 ${frame.toString('hex')}\n`)).toEqual(
    [{ link: 7, server: '10.0.0.250', mac: '52:54:00:00:00:50' }],
  );
  frame.set([1], 42);
  expect(parseHeard(`heard\npacket 7 ${frame.toString('hex')}\n`)).toEqual([]);
  expect(parseHeard('')).toBeUndefined();
});
