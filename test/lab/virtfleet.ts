import { lab } from './lab.ts';

/** Runs the built command in the operator's namespace. */
export function virtfleet(...words: string[]) {
  return lab.exec(['node', 'dist/cli.js', ...words]);
}

/** The example inventory, reached through the lab's. */
export const INVENTORY = ['-i', 'inventory', '-i', lab.paths.inventory];

/** Everything on a host that a run could change. The scope of a login outlives it for a moment. */
export async function snapshot(host: string): Promise<string> {
  const { stdout } = await lab.onHost(
    host,
    `for uuid in $(virsh net-list --all --uuid); do
       virsh net-info $uuid; virsh net-dumpxml $uuid --inactive; virsh net-dumpxml $uuid
     done
     for file in $(find /etc/netplan /etc/dnsmasq.d /etc/sysctl.d /etc/libvirt/qemu/networks /var/lib/virtfleet -type f 2>/dev/null | sort); do
       stat -c '%n %a %U %G %Y' "$file"; cat "$file"
     done
     systemctl list-unit-files --no-pager --no-legend | grep -v '^session-.*[.]scope '
     ip -j addr | sed 's/"\\(valid\\|preferred\\)_life_time":[0-9]*//g'
     cat /proc/sys/net/ipv4/ip_forward`,
  );
  return stdout;
}

/** Takes every network and bridge of the examples off a host. */
export async function reset(host: string): Promise<void> {
  await lab.onHost(
    host,
    `for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
     for uuid in $(virsh net-list --all --uuid); do virsh net-undefine $uuid; done
     virsh net-define /usr/share/libvirt/networks/default.xml
     rm -rf /var/lib/virtfleet; rm -f /etc/sysctl.d/60-*
     find /etc/dnsmasq.d -type f ! -name README -delete
     if ls /etc/netplan/60-* || ip link show br0; then rm -f /etc/netplan/60-*; ip link delete br0; netplan apply; fi
     echo 0 >/proc/sys/net/ipv4/ip_forward; true`,
  );
}
