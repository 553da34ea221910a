# A hypervisor in good health, and the words with which it is broken. Sourced on the host; FOLDER has lease.py.
FOLDER=/root/doctor-faults

# network NAME BRIDGE ADDRESS ELEMENTS OPTIONS [DHCP]
network() {
  virsh -q net-undefine "$1" 2>/dev/null
  cat >$FOLDER/network.xml <<END
<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
  <name>$1</name>$4<bridge name='$2' stp='off'/>
  <ip address='$3' netmask='255.255.255.0'><dhcp>${6:-<range start='${3%.*}.100' end='${3%.*}.199'/>}</dhcp></ip>$5
</network>
END
  virsh -q net-define $FOLDER/network.xml
}

# guest NAME TYPE SOURCE MAC
guest() {
  case $2 in direct) source="dev='$3' mode='bridge'" ;; *) source="$2='$3'" ;; esac
  cat >$FOLDER/guest.xml <<END
<domain type='qemu'><name>$1</name><memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os><devices>
<interface type='$2'><mac address='$4'/><source $source/></interface></devices></domain>
END
  virsh -q define $FOLDER/guest.xml && virsh -q start --paused "$1"
}

tap() { virsh -q domiflist "$1" | awk '{ print $1; exit }'; }
daemon() { cat "/run/libvirt/network/$1.pid"; }
resolver() { printf '%s' "${1:+nameserver $1
}" >/etc/resolv.conf; }

# A client NUMBER on a bridge, in a namespace as in a guest; `ask` gets it an address, `again` over and over.
client() {
  ip netns add "client$1"
  ip link add "cp$1" type veth peer name "cl$1" address "52:54:00:81:00:0$1" netns "client$1"
  ip link set "cp$1" master "$2" up; ip -n "client$1" link set "cl$1" up
}
ask() { ip netns exec "client$1" timeout 8 python3 $FOLDER/lease.py "cl$1" 2>/dev/null; }
again() {
  setsid sh -c "while sleep 0.5; do ip netns exec client$1 timeout 8 python3 $FOLDER/lease.py cl$1; done" \
    >/dev/null 2>&1 </dev/null &
  echo $! >/run/again.pid
}

healthy() {
  network doc-nat virbr80 10.80.0.1 "<forward mode='nat'/>" '' \
    "<range start='10.80.0.100' end='10.80.0.199'/><host mac='52:54:00:80:00:10' name='kept' ip='10.80.0.10'/>"
  network doc-small virbr81 10.81.0.1 "<forward mode='nat'/>" '' "<range start='10.81.0.10' end='10.81.0.11'/>"
  network doc-route virbr82 10.82.0.1 "<forward mode='route'/>" ''
  network doc-iso virbr83 10.83.0.1 '' ''
  for name in doc-nat doc-small doc-route doc-iso; do virsh -q net-start $name; virsh -q net-autostart $name; done
  printf "<network><name>doc-lan</name><forward mode='bridge'/><bridge name='br9'/></network>" >$FOLDER/network.xml
  virsh -q net-define $FOLDER/network.xml; virsh -q net-start doc-lan
  guest web network doc-nat 52:54:00:80:00:01
  guest lan bridge br9 52:54:00:80:00:02
}

is_wired() {
  ip -o addr show dev br9 2>/dev/null | grep -q 10.89.0.1 && [ -e /sys/class/net/br9/brif/up9 ] &&
    [ "$(cat /sys/class/net/br9/operstate)" = up ]
}

# Links that look like hardware, with somebody at their other end; networkd makes the bridge of one of them.
wires() {
  for number in 7 8 9; do
    ip link add up$number type veth peer name far$number 2>/dev/null
    ip link set far$number up; ip link set up$number mtu 1500 up
  done
  is_wired && systemctl is-active -q systemd-networkd && return
  cat >/etc/netplan/50-doctor.yaml <<END
network:
  version: 2
  ethernets: { up9: { link-local: [] } }
  bridges: { br9: { interfaces: [up9], addresses: [10.89.0.1/24], parameters: { stp: false, forward-delay: 0 } } }
END
  chmod 600 /etc/netplan/50-doctor.yaml
  netplan apply 2>/dev/null
  tries=0
  until is_wired || [ $tries = 100 ]; do tries=$((tries + 1)); sleep 0.2; done
  is_wired
}

# Whatever a fault left. Messages of earlier faults are forgotten, and with them what dnsmasq refused.
clear_all() {
  for file in /run/again.pid /run/taker.pid /run/rogue.pid; do
    [ ! -e $file ] || { kill -9 -$(cat $file) || kill -9 $(cat $file); rm -f $file; }
  done
  for space in $(ip netns | cut -d ' ' -f 1); do ip netns delete $space; done
  [ ! -e /usr/sbin/dnsmasq.away ] || mv /usr/sbin/dnsmasq.away /usr/sbin/dnsmasq
  umount /var/lib/libvirt/dnsmasq
  systemctl unmask libvirtd.service libvirtd.socket libvirtd-ro.socket
  systemctl start libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket
  for uuid in $(virsh list --all --uuid); do virsh destroy $uuid; virsh undefine $uuid; done
  for file in /run/libvirt/network/*.pid; do [ ${file##*/} = driver.pid ] || kill -CONT $(cat $file); done
  for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
  for file in /run/libvirt/network/*.pid; do [ ${file##*/} = driver.pid ] || kill -9 $(cat $file); done
  for name in $(virsh net-list --all --name); do [ $name = default ] || virsh net-undefine $name; done
  rm -rf /var/lib/libvirt/dnsmasq/*
  for link in $(ls /sys/class/net); do
    case $link in lo | eth0 | up[789] | far[789] | br9) ;; *) ip link delete $link ;; esac
  done
  nft flush ruleset; iptables -P FORWARD ACCEPT; iptables -P INPUT ACCEPT
  echo 0 >/proc/sys/net/ipv4/conf/up8/rp_filter
  ip addr flush dev up8; ip route delete 10.80.0.128/25
  ip link set br9 up; ip link set up9 master br9; bridge link set dev up9 state 3
  resolver 10.77.0.1
  systemctl stop systemd-journald.socket systemd-journald-dev-log.socket systemd-journald
  rm -rf /run/log/journal/* /var/log/journal/*
  systemctl start systemd-journald.socket systemd-journald-dev-log.socket systemd-journald
  systemctl restart libvirtd
  ip route show default | grep -q . || ip route add default via 10.77.0.1
}
