import { must } from '../restart-host.ts';

/** What a rollback brings back, by section: networks, guests, files, addresses, bridges, units. */
export type HostState = Readonly<Record<string, string>>;

/**
 * Of a guest that runs, libvirt makes up taps and aliases, and the order of interfaces is that in which they came. What
 * Virtfleet keeps of runs is not what they were.
 */
const LOOK = `
section() { printf '\\036%s\\036\\n' "$1"; }
section networks
for name in $(virsh net-list --all --name | sort); do
  all="$all net-info $name; net-dumpxml $name --inactive; net-dumpxml $name;"
done
virsh -q "$all" | sed "s/ connections='[0-9]*'//"
section guests
for name in $(virsh list --all --name | sort); do
  for copy in '' --inactive; do
    echo "guest $name $copy"
    virsh dumpxml "$name" $copy | sed -n '/<interface/,/<\\/interface>/p' |
      sed "/<target\\|<alias\\|<port /d; s/ bridge='[^']*'//; s/ portid='[^']*'//" |
      tr -d '\\n' | sed 's/<\\/interface>/&\\n/g' | sort
  done
  virsh domiflist "$name" | awk 'NR > 2 && NF { print $2, $3, $5 }' | sort
done
section files
cd / && find etc srv opt var/lib/virtfleet \\( -path etc/libvirt -o -path etc/systemd/system/sysinit.target.wants \\
  -o -path var/lib/virtfleet/runs -o -path var/lib/virtfleet/applied -o -path var/lib/virtfleet/backups \\
  -o -path var/lib/virtfleet/guards -o -path var/lib/virtfleet/dnsmasq \\) -prune -o -printf '%p %y %m %U:%G %l\\n' |
  grep -v '^var/lib/virtfleet[a-z/-]* d' | sort
find etc srv opt -path etc/libvirt -prune -o -type f -print0 | sort -z | xargs -0 md5sum
section addresses
ip -br addr | grep -v '^vnet' | sed 's/fe80[^ ]*//g; s/@[^ ]*//; s/ *$//' | awk '{ name = $1; $1 = ""; $2 = ""; print name, $0 }' | sort
ip route show table all | grep -v fe80 | sed 's/ linkdown//' | sort
section bridges
for bridge in $(cd /sys/class/net && ls -d */bridge 2>/dev/null); do
  cd /sys/class/net/$bridge/.. && name=\${bridge%/*}
  echo "$name" $(cat mtu bridge/stp_state bridge/priority)
  # With a spanning tree the kernel shows those of its root.
  [ "$(cat bridge/stp_state)" = 1 ] || cat bridge/forward_delay bridge/ageing_time
  ls brif | grep -v vnet
done
section units
systemctl list-unit-files --no-legend --no-pager | awk '{ print $1, $2 }' | grep -v 'session-\\|virtfleet-restore' | sort
for unit in $(systemctl list-unit-files --no-legend --no-pager 'rb*' | awk '{ print $1 }') virtfleet-dnsmasq@rb.service; do
  echo "$unit $(systemctl is-active $unit)"
done`;

export async function hostState(host: string): Promise<HostState> {
  const [, ...parts] = (await must(host, LOOK)).split('\x1e');
  return Object.fromEntries(parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? '']] : [])));
}

/** What a host has of one network: its state and both definitions. */
export function networkIn({ networks = '' }: HostState, name: string): string {
  const [, own = ''] = networks.split(new RegExp(`^(?=Name: +${name}$)`, 'm'));
  return own.split(/^(?=Name: )/m)[0] ?? '';
}
