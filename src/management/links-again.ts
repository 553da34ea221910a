/**
 * Shell text with `describe_links`, which writes into the current folder `links`, a line `NAME UP MTU MASTER` each, and
 * `virtual`, a line for each link that a command may delete: `NAME network NETWORK` for a bridge that libvirt makes for its
 * network, `NAME bridge` with its MAC address and parameters as ip-link(8) has them for others, `NAME bond`, `NAME vlan`; and
 * `looks`, a line `NAME MAC NOARP` each.
 */
export const DESCRIBE_LINKS = `
network_of() { # BRIDGE
  for file in $(grep -ls "<bridge name='$1'" /run/libvirt/network/*.xml); do
    ! grep -q "<forward mode='bridge'" "$file" || continue
    file=\${file##*/}; echo "\${file%.xml}"; return
  done
  return 1
}
describe_links() {
  for link in /sys/class/net/*; do
    name=\${link##*/}; [ -e "$link/flags" ] || continue
    read -r flags <"$link/flags"; read -r mtu <"$link/mtu"
    master=$(readlink "$link/master"); echo "$name $((flags & 1)) $mtu \${master##*/}"
    echo "$name $(cat "$link/address") $((flags & 128))" >&4
    if [ -d "$link/bonding" ]; then echo "$name bond" >&3
    elif [ -e "/proc/net/vlan/$name" ]; then echo "$name vlan" >&3
    elif [ -d "$link/bridge" ] && network=$(network_of "$name"); then echo "$name network $network" >&3
    elif [ -d "$link/bridge" ]; then
      set -- "$name" bridge "$(cat "$link/address")"
      for word in forward_delay hello_time max_age ageing_time priority stp_state vlan_filtering; do
        { read -r value <"$link/bridge/$word"; } 2>/dev/null && set -- "$@" "$word" "$value"
      done
      echo "$*" >&3
    fi
  done >links 3>virtual 4>looks
}`;

/**
 * `start_networks` has libvirt start those whose bridges are gone. `make_links` has the programs of the host make all else
 * again that `virtual` has and that is gone, and makes bridges itself that none of them makes. `links_again` gives each
 * link the place, MTU, state and MAC address that it had, and bridges their parameters.
 *
 * A tap that came meanwhile is of a guest that has started, a veth on a bridge of a container: they stay.
 */
export const LINKS_AGAIN = `
gone() {
  while read -r name rest; do [ -e "/sys/class/net/$name" ] || echo "$name"; done <virtual
}
start_networks() {
  while read -r name kind network; do
    [ "$kind" != network ] || [ -e "/sys/class/net/$name" ] ||
      virsh -q -c qemu:///system net-start --network "$network" </dev/null
  done <virtual
}
apply_files() {
  if command -v netplan >/dev/null; then (umask 022; netplan apply)
  elif systemctl -q is-active systemd-networkd; then systemctl restart systemd-networkd
  fi
}
come() {
  tries=$1
  until [ -z "$(gone)" ] || [ $tries = 0 ]; do tries=$((tries - 1)); sleep 0.5; done
  [ -z "$(gone)" ]
}
make_links() {
  come 10 && return
  ! systemctl -q is-active NetworkManager || systemctl restart NetworkManager
  ! command -v ifup >/dev/null || for name in $(gone); do ifup --force "$name"; done
  come 10 && return
  while read -r name kind address words; do
    [ "$kind" = bridge ] && [ ! -e "/sys/class/net/$name" ] || continue
    ip link add name "$name" address "$address" type bridge $words || ip link add name "$name" type bridge
  done <virtual
}
delete_links() {
  ls /sys/class/net | while read -r name; do
    ! grep -q "^$name " links || continue
    case $(ip -d link show dev "$name") in
      *' tun type tap '*) continue ;;
      *' veth '*) [ ! -e "/sys/class/net/$name/master" ] || continue ;;
    esac
    ip link delete dev "$name"
  done
}
links_again() {
  while read -r name up mtu master; do
    [ -e "/sys/class/net/$name" ] || continue
    read -r line <<END
$(grep "^$name " now/links)
END
    [ "$line" != "$name $up $mtu\${master:+ $master}" ] || continue
    # A bond takes no link that is up.
    [ ! -d "/sys/class/net/$master/bonding" ] || ip link set dev "$name" down
    if [ -n "$master" ]; then ip link set dev "$name" master "$master"; else ip link set dev "$name" nomaster; fi
    ip link set dev "$name" mtu "$mtu"
    if [ "$up" = 1 ]; then ip link set dev "$name" up; else ip link set dev "$name" down; fi
  done <links
  while read -r name kind address words; do
    [ "$kind" != bridge ] || grep -qxF "$name $kind $address $words" now/virtual || ip link set dev "$name" type bridge $words
  done <virtual
  while read -r name address noarp; do
    { read -r is <"/sys/class/net/$name/address" && read -r flags <"/sys/class/net/$name/flags"; } 2>/dev/null || continue
    [ $((flags & 128)) = "$noarp" ] || ip link set dev "$name" arp "$([ "$noarp" = 0 ] && echo on || echo off)"
    [ "$is" = "$address" ] || ip link set dev "$name" address "$address" || {
      ip link set dev "$name" down; ip link set dev "$name" address "$address"; ip link set dev "$name" up
    }
  done <looks
}`;
