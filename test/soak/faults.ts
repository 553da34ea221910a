import { lab } from '../lab/lab.ts';
import { must } from '../lab/restart-host.ts';

/** What listens for logins, and what is logged in. */
const SSHD = `pids=$(pgrep -x 'sshd|sshd-session')`;

/** Folders that are on a disk of their own while it is full. */
const ON_DISK = '/etc/libvirt/qemu/networks /var/lib/virtfleet /etc/soak';

/** Nobody else on the host does anything while files are copied: what changed in between would be as before. */
const ALONE = `kill -STOP -1; trap 'kill -CONT -1' EXIT`;

/** Mounts a small disk over each folder, with what it had, and fills it. */
const FILL = `
${ALONE}
for path in ${ON_DISK}; do
  mkdir -p $path && rm -rf /root/soak-kept && cp -a $path /root/soak-kept || exit
  mount -t tmpfs -o mode=755,size=$(($(du -sk $path | cut -f1) + 256))k tmpfs $path &&
    cp -a /root/soak-kept/. $path/ && rm -rf /root/soak-kept || exit
  dd if=/dev/zero of=$path/soak-filler bs=1k 2>/dev/null
done; true`;

/** What is on the small disks goes back to the large one. */
const EMPTY = `
${ALONE}
for path in ${ON_DISK}; do
  mountpoint -q $path || continue
  rm -f $path/soak-filler; rm -rf /root/soak-kept; cp -a $path /root/soak-kept || exit
  umount $path || umount -l $path || exit
  find $path -mindepth 1 -delete; cp -a /root/soak-kept/. $path/ && rm -rf /root/soak-kept || exit
done; true`;

/** A shift in seconds that every shell of the host sees: the clock of the kernel is that of the machine. */
export const SHIFT = '/run/soak-shift';

/** networkd finds its links again behind its start, and takes addresses off that are not its own. */
export const LINKS_FOUND = `timeout 60 sh -c '
  while grep -qs -e "^ADMIN_STATE=pending" -e "^ADMIN_STATE=initialized" /run/systemd/netif/links/*; do sleep 0.2; done
  sleep 1'`;

/** The power comes back. A login succeeds before all that starts with the host has done so. */
export async function booted(host: string): Promise<void> {
  await lab.powerOn(host);
  await lab.onHost(host, `timeout 60 systemctl is-system-running --wait; ${LINKS_FOUND}`);
}

/** Something that happens to a host in the middle of a run, and what ends it. */
interface HostFault {
  begin(host: string): Promise<unknown>;
  end?(host: string): Promise<unknown>;
}

const HOST_FAULTS = {
  'connection cut': {
    begin: (host) => lab.setLink(host, 'down'),
    end: (host) => lab.setLink(host, 'up'),
  },
  'connections closed': {
    begin: (host) => lab.onHost(host, 'pkill -KILL -x sshd-session; pkill -KILL -f "^sshd: [a-z]*@"'),
  },
  'sshd frozen': {
    begin: (host) => lab.onHost(host, `${SSHD}; kill -STOP $pids`),
    end: (host) => lab.onHost(host, `${SSHD}; kill -CONT $pids`),
  },
  'power cut': { begin: (host) => lab.powerOff(host), end: booted },
  'disk full': { begin: (host) => must(host, FILL), end: (host) => must(host, EMPTY) },
  'libvirtd restarted': { begin: (host) => lab.onHost(host, 'systemctl restart libvirtd') },
  'networkd restarted': { begin: (host) => lab.onHost(host, 'systemctl restart systemd-networkd') },
  'clock ahead': {
    begin: (host) => must(host, `echo 7200 >${SHIFT}`),
    end: (host) => lab.onHost(host, `rm -f ${SHIFT}`),
  },
  'clock behind': {
    begin: (host) => must(host, `echo -7200 >${SHIFT}`),
    end: (host) => lab.onHost(host, `rm -f ${SHIFT}`),
  },
} satisfies Readonly<Record<string, HostFault>>;

/** What befalls the client itself, by the signals that it gets. */
const CLIENT_FAULTS = {
  interrupted: ['SIGINT'],
  'interrupted twice': ['SIGINT', 'SIGINT'],
  'client killed': ['SIGKILL'],
} as const satisfies Readonly<Record<string, readonly NodeJS.Signals[]>>;

export type HostFaultName = keyof typeof HOST_FAULTS;
type ClientFaultName = keyof typeof CLIENT_FAULTS;
export type FaultName = HostFaultName | ClientFaultName | 'two operators';

export const FAULTS: readonly FaultName[] = [
  ...(Object.keys(HOST_FAULTS) as HostFaultName[]),
  ...(Object.keys(CLIENT_FAULTS) as ClientFaultName[]),
  'two operators',
];

export const hostFault = (name: FaultName): HostFault | undefined => HOST_FAULTS[name as HostFaultName];

export const signalsOf = (name: FaultName): readonly NodeJS.Signals[] =>
  CLIENT_FAULTS[name as ClientFaultName] ?? [];
