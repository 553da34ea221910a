/** A run that is rolled back: what is there before it, by hand and by a playbook, and what it does. */
export interface Case {
  name: string;
  /** Done on the host by hand. */
  prepare?: string;
  before?: readonly object[];
  run: readonly object[];
  handlers?: readonly object[];
  /** What the rollback of the rollback leaves, because it is not empty. */
  stays?: string;
}

const NET = {
  name: 'rbnet',
  uuid: '11111111-2222-4333-8444-555555555555',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr60' },
  mac: { address: '52:54:00:12:34:56' },
  metadata: '<x:note xmlns:x="urn:x">kept</x:note>',
  ip: [
    {
      address: '10.60.0.1/24',
      dhcp: {
        range: [{ start: '10.60.0.100', end: '10.60.0.150' }],
        host: [{ mac: '52:54:00:aa:00:01', name: 'vm1', ip: '10.60.0.11' }],
      },
    },
  ],
};
const OTHER_NET = { name: 'rbother', bridge: { name: 'virbr61' } };

/** Two files of a unit that a run may change. */
const UNIT = `printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/rb.service
systemctl daemon-reload`;

const GUEST = `virsh -q define /dev/stdin <<'XML' && virsh -q start --paused rbguest
<domain type="qemu"><name>rbguest</name><memory unit="MiB">16</memory><os><type arch="x86_64">hvm</type></os><devices>
<interface type="network"><mac address="52:54:00:bb:00:01"/><source network="rbnet"/><model type="virtio"/><mtu size="1400"/></interface>
<interface type="network"><mac address="52:54:00:bb:00:02"/><source network="rbother"/><model type="virtio"/><link state="down"/></interface>
</devices></domain>
XML
`;
const nic = (number: number, more: object) => ({
  guest_interface: { guest: 'rbguest', mac: `52:54:00:bb:00:0${number}`, ...more },
});

const PORTS = `for number in 0 1; do
  ip link show rbp$number >/dev/null 2>&1 || ip link add rbp$number type veth peer name rbq$number
  ip link set rbp$number up; ip link set rbq$number up
done`;
const BRIDGE = {
  name: 'rbbr',
  interfaces: ['rbp0'],
  addresses: ['10.96.1.1/24'],
  parameters: { stp: false },
};
const FOREIGN = `${PORTS}
umask 077; cat >/etc/netplan/50-other.yaml <<'YAML'
# of somebody else
network:
  version: 2
  ethernets:
    rbp0:
      addresses: [10.96.0.1/24]
      routes: [{ to: 10.95.0.0/24, via: 10.96.0.9 }]
YAML
netplan apply; sleep 2`;
const DNSMASQ = {
  name: 'rb',
  interface: ['rbbr'],
  'no-resolv': true,
  'dhcp-range': [{ start: '10.96.1.100', end: '10.96.1.150' }],
};
/** Ports of the bridge lead nowhere. */
const WITHOUT_PORTS = { ...BRIDGE, interfaces: [] };

/** Changes of running networks are those of the table, each of which `changes.test.ts` rolls back. */
export const CASES: readonly Case[] = [
  { name: 'a network comes', run: [{ network: NET }] },
  {
    name: 'a network is restarted',
    before: [{ network: NET }],
    run: [
      {
        network: {
          ...NET,
          forward: 'none',
          metadata: undefined,
          ip: [{ address: '10.61.0.1/24', dhcp: null }],
        },
      },
    ],
  },
  {
    name: 'a network that was changed and not restarted is restarted',
    before: [{ network: NET }],
    prepare: `virsh net-dumpxml rbnet --inactive | sed "s/'10.60.0.1'/'10.60.0.2'/" >/tmp/net.xml && virsh net-define /tmp/net.xml`,
    run: [{ network: { name: 'rbnet', mtu: { size: 1400 } } }],
  },
  {
    name: 'a network goes',
    before: [{ network: NET }],
    run: [{ network: { name: 'rbnet', state: 'absent' } }],
  },
  {
    name: 'files come, change and go',
    prepare: `mkdir -p /srv/rb/tree/below && cd /srv/rb && head -c 5000 /dev/urandom >blob && chmod 640 blob && chown daemon:adm blob
      echo one >tree/one; echo two >tree/below/two; chmod 700 tree/below; echo text >text; ln -s text link; ln -s text other; echo bye >bye`,
    run: [
      { copy: { dest: '/srv/rb/blob', content: 'text\n', mode: '0600', owner: 'root', group: 'root' } },
      { copy: { dest: '/srv/rb/new/folder/file', content: 'new\n' } },
      { file: { path: '/srv/rb/bye', state: 'absent' } },
      { lineinfile: { path: '/srv/rb/text', line: 'more' } },
      { file: { path: '/srv/rb/text', mode: '0600' } },
      { file: { path: '/srv/rb/link', state: 'absent' } },
      { copy: { dest: '/srv/rb/other', content: 'a file\n' } },
      { file: { path: '/srv/rb/made', state: 'directory', mode: '0711' } },
      { command: 'touch /run/by-command' },
    ],
  },
  {
    name: 'a folder goes with all that is in it',
    prepare:
      'mkdir -p /srv/rb/tree/below && cd /srv/rb/tree && echo one >one && echo two >below/two && chmod 700 below',
    run: [{ file: { path: '/srv/rb/tree', state: 'absent', recurse: true } }],
    stays: '/srv/rb/tree',
  },
  {
    name: 'a unit comes and starts',
    run: [
      {
        copy: {
          dest: '/etc/systemd/system/rbnew.service',
          content: '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
        },
      },
      { service: { name: 'rbnew', state: 'started', enabled: true, daemon_reload: true } },
    ],
  },
  {
    name: 'a unit stops, and its file goes',
    prepare: `${UNIT}; systemctl enable --now rb`,
    run: [
      { service: { name: 'rb', state: 'stopped', enabled: false } },
      { file: { path: '/etc/systemd/system/rb.service', state: 'absent' } },
    ],
  },
  {
    name: 'a unit is masked, another is restarted for its file',
    prepare: `${UNIT}; systemctl enable --now rb; cp /etc/systemd/system/rb.service /etc/systemd/system/rb2.service; systemctl daemon-reload; systemctl start rb2`,
    run: [
      { service: { name: 'rb', state: 'stopped' } },
      { copy: { dest: '/srv/rb2.conf', content: 'x\n' }, notify: 'restart' },
    ],
    handlers: [{ name: 'restart', service: { name: 'rb2', state: 'restarted' } }],
  },
  {
    name: 'interfaces of a guest move, come and go',
    before: [{ network: NET }, { network: OTHER_NET }],
    prepare: GUEST,
    run: [nic(1, { network: 'rbother' }), nic(2, { link_state: 'up', network: 'rbother' })],
  },
  {
    name: 'an interface of a guest goes with its network',
    before: [{ network: NET }, { network: OTHER_NET }],
    prepare: `${GUEST}virsh -q destroy rbguest`,
    run: [
      nic(3, { network: 'rbother' }),
      nic(1, { state: 'absent' }),
      { network: { name: 'rbnet', state: 'absent' } },
    ],
  },
  { name: 'a bridge comes', prepare: PORTS, run: [{ bridge: BRIDGE }] },
  {
    name: 'a bridge changes',
    prepare: PORTS,
    before: [{ bridge: BRIDGE }],
    run: [
      {
        bridge: {
          ...BRIDGE,
          interfaces: ['rbp1'],
          addresses: ['10.96.2.1/24'],
          routes: [{ to: '10.94.0.0/24', via: '10.96.2.9' }],
          mtu: 1400,
          parameters: { stp: false, priority: 4096, 'ageing-time': 60 },
        },
      },
    ],
  },
  {
    name: 'a bridge goes',
    prepare: PORTS,
    before: [{ bridge: BRIDGE }],
    run: [{ bridge: { name: 'rbbr', state: 'absent' } }],
  },
  {
    name: 'a bridge takes a file of somebody else over',
    prepare: FOREIGN,
    run: [{ bridge: { ...BRIDGE, addresses: ['10.96.0.1/24'], takes_over: ['/etc/netplan/50-other.yaml'] } }],
  },
  { name: 'a dnsmasq comes', before: [{ bridge: WITHOUT_PORTS }], run: [{ dnsmasq: DNSMASQ }] },
  {
    name: 'a dnsmasq changes',
    before: [{ bridge: WITHOUT_PORTS }, { dnsmasq: DNSMASQ }],
    run: [
      { dnsmasq: { ...DNSMASQ, 'bogus-priv': true, 'host-record': [{ name: 'gw.lab', ip: '10.96.1.1' }] } },
    ],
  },
  {
    name: 'a dnsmasq goes',
    before: [{ bridge: WITHOUT_PORTS }, { dnsmasq: DNSMASQ }],
    run: [{ dnsmasq: { name: 'rb', state: 'absent' } }],
  },
];

/** Takes all of it off a host again. */
export const CLEAN = `
virsh destroy rbguest; virsh undefine rbguest
for name in rbnet rbother; do virsh net-destroy $name; virsh net-undefine $name; done
systemctl disable --now rb rb2 rbnew virtfleet-dnsmasq@rb
rm -rf /srv/* /etc/systemd/system/rb*.service /etc/virtfleet-dnsmasq* /run/by-command; systemctl daemon-reload
rm -f /etc/netplan/60-virtfleet-* /etc/netplan/50-other.yaml
for link in rbbr rbp0 rbp1; do ip link delete $link; done
netplan apply; rm -rf /var/lib/virtfleet; true`;
