import { setTimeout as sleep } from 'node:timers/promises';
import { lab, must, type Stage } from './stage.ts';

/** Everything that decides how a host is reached, and what a change may leave. */
const SNAPSHOT = `
for file in $(find /etc/netplan /etc/systemd/network /etc/ssh /etc/sudoers.d /etc/nftables.conf /etc/sysctl.d /etc/libvirt/qemu/networks -type f -o -type l | sort); do
  stat -c '%n %a %U %G' "$file"; cat "$file"
done
ls /etc/systemd/system /etc/systemd/system/sysinit.target.wants
ip -br addr show scope global | sed 's/@[^ ]*//' | tr -s ' ' | grep / | sort
ip -4 route show table all | sed 's/ expires [0-9]*sec//' | grep -v 'table local' | sort
ip -6 route show table all | sed 's/ expires [0-9]*sec//' | grep -v 'fe80\\|ff00\\|table local' | sort
ip rule; ip -6 rule; bridge link | sed 's/^[0-9]*: //; s/@[^:]*//'
nft list tables | grep -v ' ip6* \\(filter\\|nat\\|mangle\\|libvirt_network\\)$' | while read -r table family name; do nft list table $family $name; done
iptables -S INPUT | grep -v LIBVIRT
for key in net.ipv4.ip_forward net.ipv4.conf.all.rp_filter net.ipv6.conf.all.disable_ipv6 net.ipv6.conf.eth0.disable_ipv6; do sysctl $key; done
for unit in ssh systemd-networkd nftables; do echo $unit $(systemctl is-active $unit) $(systemctl is-enabled $unit); done
virsh net-list --all --name
ls /var/lib/virtfleet/guards 2>/dev/null; ls /run/lock/virtfleet* 2>/dev/null; true`;

export async function snapshot({ name }: Stage): Promise<string> {
  return must(lab.onHost(name, SNAPSHOT));
}

const KEEP = `
rm -rf /run/pristine; mkdir -p /run/pristine
for folder in netplan systemd/network ssh sudoers.d; do mkdir -p /run/pristine/$folder; cp -a /etc/$folder/. /run/pristine/$folder/; done
cp -a /etc/nftables.conf /run/pristine/`;

/** Keeps what a host is to be again after each case. */
export const keep = ({ name }: Stage) => must(lab.onHost(name, KEEP));

/** The daemons are started again because they make the chains of their firewall only once. */
const RESET = `
systemctl stop 'virtfleet-*' 2>/dev/null
rm -f /etc/systemd/system/virtfleet-* /etc/systemd/system/*.wants/virtfleet-*
[ ! -e /run/lockout-dhcp ] || { kill $(cat /run/lockout-dhcp); rm /run/lockout-dhcp; }
for folder in netplan systemd/network ssh sudoers.d; do
  mkdir -p /etc/$folder && find /etc/$folder -mindepth 1 -delete && cp -a /run/pristine/$folder/. /etc/$folder/
done
cp -a /run/pristine/nftables.conf /etc/
rm -rf /var/lib/virtfleet /etc/sysctl.d/60-* /run/lock/virtfleet* /etc/systemd/system/ssh.service
for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
for name in $(virsh net-list --all --name); do [ $name = default ] || virsh net-undefine $name; done
systemctl unmask ssh; systemctl stop nftables; nft flush ruleset; iptables -P INPUT ACCEPT
systemctl try-restart libvirtd virtnetworkd
ip rule del pref 1000; while ip rule del to 10.78.0.0/24; do :; done
for link in $(ls /sys/class/net); do case $link in lo | eth0) ;; *) ip link delete $link ;; esac; done
sysctl -qw net.ipv4.ip_forward=0 net.ipv4.conf.all.rp_filter=0 net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.eth0.disable_ipv6=0
ip link set eth0 nomaster; ip link set eth0 mtu 1500 up; ip addr flush dev eth0
systemctl daemon-reload; systemctl restart systemd-networkd; netplan apply; systemctl restart ssh
for table in 100 200; do ip route flush table $table; done; true`;

/** Puts a host back by hand, whatever a case has left, and boots it where that does not do. */
export async function reset(stage: Stage, pristine: string): Promise<void> {
  await lab.onHost(stage.name, RESET);
  if (await comes(stage, pristine, 15)) return;
  await lab.powerOff(stage.name);
  await lab.powerOn(stage.name);
  await keep(stage);
  if (await comes(stage, pristine, 15)) return;
  throw new Error(`${stage.name} cannot be put back:\n${difference(pristine, await snapshot(stage))}`);
}

/** The lines that are in one text only. */
export function difference(before: string, after: string): string {
  const [old, now] = [before, after].map((text) => new Set(text.split('\n'))) as [Set<string>, Set<string>];
  return [
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

/** Whether a host is so within some seconds. */
export async function comes(stage: Stage, state: string, seconds: number): Promise<boolean> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    if ((await snapshot(stage)) === state) return true;
    if (Date.now() > until) return false;
    await sleep(500);
  }
}

/** A host with IPv6 has its addresses once nobody else was found to have them: RFC 4862. */
const SIX = `cat >/etc/netplan/02-six.yaml <<'END'
network: { version: 2, ethernets: { eth0: { addresses: [ADDRESS6/64], routes: [{ to: default, via: 'fd77::1' }] } } }
END
chmod 600 /etc/netplan/02-six.yaml; netplan apply
timeout 20 sh -c 'until ip -6 addr show dev eth0 scope global | grep -q ADDRESS6 && ! ip -6 addr show dev eth0 tentative | grep -q ADDRESS6; do sleep 0.3; done'`;

export const giveSix = ({ name, address6 }: Stage) =>
  must(lab.onHost(name, SIX.replaceAll('ADDRESS6', address6)));
