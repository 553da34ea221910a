import { setTimeout as sleep } from 'node:timers/promises';
import { leftovers } from '../interrupts/client.ts';
import { lab } from '../lab/lab.ts';
import { must } from '../lab/restart-host.ts';
import type { FaultName } from './faults.ts';
import { all, type Stage } from './stage.ts';

/** What a run may leave on a host: units, timers, locks, notes, folders and taps that nobody has any more. */
const LEFT = `
systemctl list-units --all --no-legend --plain 'virtfleet*' | awk '{ print "unit", $1, $3 }' | grep -v 'virtfleet-dnsmasq@d1\\|system-virtfleet'
ls -d /etc/systemd/system/virtfleet-* /etc/systemd/system/*.wants/virtfleet-* 2>/dev/null | grep -v 'virtfleet-dnsmasq@'
ls -d /run/virtfleet-* /run/lock/virtfleet* /var/lib/virtfleet/guards/* 2>/dev/null | grep -v '/virtfleet-dnsmasq-d1.pid'
for guest in $(virsh list --name); do virsh -q domiflist "$guest"; done | awk '{ print $1 }' >/run/soak-taps
for tap in /sys/class/net/*/tun_flags; do
  tap=\${tap%/tun_flags}; tap=\${tap##*/}
  [ "$tap" = '*' ] || grep -qx "$tap" /run/soak-taps || echo "tap $tap of no guest"
done
ip -br link | awk '{ sub("@.*", "", $1); print $1 }' | grep -vx 'lo\\|eth0\\|up1\\|far-up1\\|br[01]\\|n[1-4]b*\\|vnet[0-9]*\\|virbr0' | sed 's/^/link /'
ls /run/netns 2>/dev/null | sed 's/^/namespace /'
ps -eo comm= -o args= | grep -w 'virsh\\|flock\\|netplan\\|mktemp' | grep -v 'grep -w' | sed 's/^/process /'
rm -f /run/soak-taps; true`;

/** Files that tasks of the playbook make, and what libvirt, dnsmasq and logins write. */
const OWN =
  /^\/etc\/netplan\/(60-virtfleet-br[01]|01-uplink)\.yaml$|^\/etc\/soak\/|^\/etc\/sysctl\.d\/60-virtfleet-|^\/etc\/virtfleet-dnsmasq|^\/etc\/libvirt\/|^\/etc\/systemd\/system\/(.*\.wants\/)?(virtfleet-dnsmasq@|soak-a)|^\/(var\/)?tmp\/systemd-private-/;

const NAMES = `find /etc /root /srv /opt /usr/local /tmp /var/tmp -xdev ! -type d | sort`;

/** All names of files where runs have no business but by their tasks. */
export const fileNames = async (host: string): Promise<string[]> => (await must(host, NAMES)).split('\n');

/** What is left on hosts and of the client that should not be; asked again until it is gone or has had its time. */
export async function residue(stage: Stage): Promise<string[]> {
  for (let look = 0; ; look++) {
    const found = [...(await all(stage, (host) => ofHost(stage, host))).flat(), ...(await ofClient(stage))];
    if (found.length === 0 || look === LOOKS) return found;
    await sleep(1_000);
  }
}

/** What watches over a lock sleeps for 30 s before it sees that its session has ended; a slow host takes longer. */
const LOOKS = 90;

async function ofHost(stage: Stage, host: string): Promise<string[]> {
  const before = new Set(stage.files.get(host));
  const [left, names] = await Promise.all([must(host, LEFT), fileNames(host)]);
  const strange = names.filter((name) => !before.has(name) && !OWN.test(name));
  return [...left.split('\n').filter(Boolean), ...strange].map((what) => `left behind on ${host}: ${what}`);
}

async function ofClient({ folder }: Stage): Promise<string[]> {
  const left = await leftovers(folder);
  return left === '' ? [] : [`left behind on the operator's machine: ${left}`];
}

/** Ends with 1 where a script of the lock's run is at work. Ids are used again: it also has field 22 of proc(5). */
const DROP = `
lock=/run/lock/virtfleet.lock
[ -f $lock ] || exit 0
for script in $(sed -n '4s/^[^ ]* //p' $lock); do
  { read -r stat; } 2>/dev/null <"/proc/\${script%:*}/stat" && set -- \${stat##*) } && [ "\${20}" = "\${script#*:}" ] && [ "$1" != Z ] && exit 1
done
rm -f $lock`;

/** Faults behind which nobody can give the lock of a host back. */
const LOSING: readonly FaultName[] = [
  ...(['connection cut', 'connections closed', 'sshd frozen'] as const),
  ...(['client killed', 'interrupted twice'] as const),
];

/** The lock of a client that lost its host stays as a file until a run writes there: it stops nobody who knows of that. */
export async function dropLocks(stage: Stage, fault: FaultName): Promise<void> {
  if (LOSING.includes(fault)) await all(stage, (host) => lab.onHost(host, DROP));
}

const SETTLED = `
[ ! -e /run/lock/virtfleet.detached ] || ! grep -q /virtfleet- "/proc/$(head -n 1 /run/lock/virtfleet.detached)/cmdline" || exit 1
[ -z "$(ls /var/lib/virtfleet/guards 2>/dev/null)" ] || exit 1
systemctl list-units --no-legend --plain 'virtfleet-*' | grep -v 'virtfleet-dnsmasq@' | grep -q . && exit 1
exit 0`;

/** Seconds that a host may need until no unit of a run works on it: a guard has its time, then there is the way back. */
const SETTLE = 300;

/** Waits until nothing that a run has begun is at work on a host. */
export async function settled(host: string): Promise<string[]> {
  const script = `timeout ${SETTLE} sh -c 'until sh -c "$0"; do sleep 0.3; done' "$1"`;
  const { code } = await lab.onHost(host, script, { args: [SETTLED] });
  return code === 0 ? [] : [`${host} does not come to rest within ${SETTLE} s`];
}
