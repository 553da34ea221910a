import { lab } from './stage.ts';

/** Something that happens to a host in the middle of a rollout, and what repairs it. */
interface Fault {
  name: string;
  begin(host: string): Promise<unknown>;
  repair(host: string): Promise<unknown>;
}

/** What listens for logins, and what is logged in. */
const SSHD = `pids=$(pgrep -x 'sshd|sshd-session')`;

export const FAULTS: readonly Fault[] = [
  {
    name: 'sshd frozen',
    begin: (host) => lab.onHost(host, `${SSHD}; kill -STOP $pids`),
    repair: (host) => lab.onHost(host, `${SSHD}; kill -CONT $pids`),
  },
  {
    name: 'sshd killed',
    begin: (host) => lab.onHost(host, `systemctl stop ssh.socket ssh.service; ${SSHD}; kill -KILL $pids`),
    repair: (host) => lab.onHost(host, 'systemctl start ssh.service'),
  },
  {
    name: 'link down',
    begin: (host) => lab.setLink(host, 'down'),
    repair: (host) => lab.setLink(host, 'up'),
  },
  {
    name: 'rebooting',
    begin: (host) => lab.powerOff(host),
    repair: async (host) => {
      await lab.powerOn(host);
      await lab.onHost(host, 'virsh -q start --paused web');
    },
  },
  {
    name: 'disk full',
    begin: (host) => lab.onHost(host, SMALL),
    repair: (host) =>
      lab.onHost(host, 'umount /etc/libvirt/qemu/networks /var/lib/virtfleet /run/lock; true'),
  },
];

/** Where definitions, backups and the lock are written there is no room; libvirt still finds what it had. */
const SMALL = `
for path in /etc/libvirt/qemu/networks /var/lib/virtfleet /run/lock; do
  mkdir -p $path /root/kept && cp -a $path/. /root/kept/ && mount -t tmpfs -o mode=755,size=64k tmpfs $path
  cp -a /root/kept/. $path/; rm -rf /root/kept; dd if=/dev/zero of=$path/filler bs=1k 2>/dev/null
done; true`;

/** A guest loses its bridge, by nothing that Virtfleet did. */
export const unplug = (host: string) => lab.onHost(host, `ip link set $(${TAP}) nomaster`);
export const plug = (host: string) => lab.onHost(host, `ip link set $(${TAP}) master virbr7`);

const TAP = `virsh domiflist web | awk '$2 == "network" { print $1 }'`;
