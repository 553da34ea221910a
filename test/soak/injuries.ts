import { lab } from '../lab/lab.ts';
import { booted, LINKS_FOUND, SHIFT } from './faults.ts';
import { UNIT } from './parts/files.ts';
import type { Site } from './parts/index.ts';
import { MACS } from './parts/networks.ts';

/** Something that somebody does to a host by hand, and what a drift check finds then. */
export interface Injury {
  name: string;
  /** Shell text for the host; it ends with 77 where there is nothing that it could hurt. */
  does: string;
  /** Each resource with the beginning of a difference; none for what is no drift. */
  finds: Readonly<Record<string, string>>;
  /** Of which site it makes sense. */
  isFor?: (site: Site) => boolean;
}

const tapOf = (mac: string) => `$(virsh -q domiflist g1 | awk '$5 == "${mac}" { print $1 }')`;
const bridgeOf = (network: string) => `$(virsh net-info ${network} | sed -n 's/^Bridge: *//p')`;
const runs = (network: string) => `virsh net-info ${network} | grep -q '^Active: *yes' || exit 77;`;
const starts = (network: string) => `virsh net-info ${network} | grep -q '^Autostart: *yes' || exit 77;`;
const hasBridge = ({ br0 }: Site) => br0 !== 'absent';

/** What is done to networks. */
const ofNetworks = ['n1', 'n2', 'n3'].flatMap((name): Injury[] => [
  {
    name: `${name} does not start with the host`,
    does: `${runs(name)} ${starts(name)} virsh -q net-autostart ${name} --disable`,
    finds: { [`network ${name}`]: `network ${name} autostart` },
  },
  {
    name: `an address too many on ${name}`,
    does: `${runs(name)} ip addr add 10.114.${name.slice(1)}.9/24 dev ${bridgeOf(name)}`,
    finds: { [`network ${name}`]: 'addresses of ' },
  },
  {
    name: `the bridge of ${name} down`,
    does: `${runs(name)} ip link set ${bridgeOf(name)} down`,
    finds: { [`network ${name}`]: 'state of ' },
  },
  {
    name: `the dnsmasq of ${name} killed`,
    does: `[ -e /run/libvirt/network/${name}.pid ] || exit 77; ${runs(name)} kill -9 "$(cat /run/libvirt/network/${name}.pid)"`,
    finds: { [`network ${name}`]: `dnsmasq of network ${name}` },
  },
]);

const file = (name: string, does: string, what = `file /etc/soak/${name}`): Injury => ({
  name: `${name} of the files`,
  does,
  finds: { [`file /etc/soak/${name}`]: what },
});

/** libvirtd finds its guests again in threads of its own, and plugs in what is off its bridge: a query waits for that. */
const GUESTS_FOUND =
  'for guest in $(virsh list --name); do virsh dommemstat "$guest" >/dev/null 2>&1; done; :';

const UNIT_CHANGED = { [`unit ${UNIT}.service`]: `unit ${UNIT}.service active` };

export const INJURIES: readonly Injury[] = [
  ...ofNetworks,
  {
    name: 'n3 stopped',
    does: `${runs('n3')} virsh -q net-destroy n3`,
    finds: { 'network n3': 'network n3' },
  },
  {
    name: 'a tap of g1 off its bridge',
    does: `ip link set ${tapOf(MACS.first)} nomaster`,
    finds: { 'network n1': 'guest g1' },
  },
  {
    name: 'g2 shut off',
    does: '[ "$(virsh domstate g2)" != "shut off" ] || exit 77; virsh -q destroy g2',
    finds: { 'guest g2': 'guest g2' },
    isFor: ({ g2 }) => g2 === 'paused',
  },
  { name: 'br1 down', does: 'ip link set br1 down', finds: { 'bridge br1': 'state of br1' } },
  {
    name: 'an mtu of br1',
    does: 'ip link set br1 mtu 1300',
    finds: { 'bridge br1': 'mtu of br1' },
    isFor: ({ br1 }) => br1 === 'mtu 1400',
  },
  {
    name: 'an address too many on br1',
    does: 'ip addr add 10.69.0.1/24 dev br1',
    finds: { 'bridge br1': 'addresses of br1' },
  },
  {
    name: 'the file of br1',
    does: "sed -i 's/dhcp4: false/dhcp4: true/; s/link-local: .*/link-local: [ipv4]/' /etc/netplan/60-virtfleet-br1.yaml; echo '# by hand' >>/etc/netplan/60-virtfleet-br1.yaml",
    finds: { 'bridge br1': 'file /etc/netplan/60-virtfleet-br1.yaml' },
  },
  {
    name: 'an address too many on br0',
    does: 'ip addr add 10.79.0.1/24 dev br0',
    finds: { 'bridge br0': 'addresses of br0' },
    isFor: hasBridge,
  },
  {
    name: 'd1 stopped',
    does: 'systemctl stop virtfleet-dnsmasq@d1',
    finds: { 'dnsmasq d1': 'unit virtfleet-dnsmasq@d1.service active' },
    isFor: ({ d1 }) => d1 !== 'absent',
  },
  file('content', 'echo other >/etc/soak/content'),
  file('link', 'ln -sfn /tmp /etc/soak/link', '/etc/soak/link'),
  file('folder', 'chmod 0711 /etc/soak/folder', '/etc/soak/folder'),
  file('lines', "sed -i '/^mine=/d' /etc/soak/lines"),
  {
    name: 'a parameter of the kernel',
    does: 'echo 71 >/proc/sys/net/ipv4/ip_default_ttl',
    finds: { 'sysctl net.ipv4.ip_default_ttl': 'running net.ipv4.ip_default_ttl' },
  },
  {
    name: 'a service stopped',
    does: `systemctl stop ${UNIT}`,
    finds: UNIT_CHANGED,
    isFor: ({ unit }) => unit !== 'stopped',
  },
  // What is no drift.
  { name: 'libvirtd restarted', does: `systemctl restart libvirtd; ${GUESTS_FOUND}`, finds: {} },
  { name: 'networkd restarted', does: `systemctl restart systemd-networkd; ${LINKS_FOUND}`, finds: {} },
  { name: 'the clock ahead', does: `echo 86400 >${SHIFT}`, finds: {} },
  { name: 'the clock behind', does: `echo -86400 >${SHIFT}`, finds: {} },
  { name: 'the clock right', does: `rm -f ${SHIFT}`, finds: {} },
];

/**
 * Everything that only ran is gone, and what is stored has come back; guests are not started with their host, and a unit
 * or a network runs just if it starts with the host.
 */
export const POWER = 'power cut';

/** Hurts a host in these ways; gives those that did. */
export async function hurt(host: string, names: readonly string[], site: Site): Promise<Injury[]> {
  const done: Injury[] = [];
  for (const name of names) {
    const injury = name === POWER ? await powerCut(host, site) : INJURIES.find((one) => one.name === name);
    if (!injury) throw new Error(`There is no injury "${name}".`);
    if (injury.isFor?.(site) === false) continue;
    if (name === POWER) {
      await lab.powerOff(host);
      await booted(host);
    } else {
      const { code, stderr } = await lab.onHost(host, injury.does);
      if (code === 77) continue;
      if (code !== 0) throw new Error(`${host}, ${name}: ${stderr}`);
    }
    done.push(injury);
  }
  return done;
}

/** Networks that run and do not start with their host, or the other way round. */
const OTHER_AT_BOOT = `for name in $(virsh net-list --all --name); do
  virsh net-info "$name" | awk '/^Active:/ { active = $2 } /^Autostart:/ { starts = $2 } END { exit active == starts }' &&
    echo "$name"
done; :`;

async function powerCut(host: string, { g2, unit }: Site): Promise<Injury> {
  const others = (await lab.onHost(host, OTHER_AT_BOOT)).stdout.split('\n').filter(Boolean);
  const finds = {
    ...Object.fromEntries(others.map((name) => [`network ${name}`, `network ${name}`])),
    'guest g1': 'guest g1',
    ...(g2 === 'paused' && { 'guest g2': 'guest g2' }),
    ...((unit === 'stopped' || unit === 'disabled') && UNIT_CHANGED),
  };
  return { name: POWER, does: '', finds };
}
