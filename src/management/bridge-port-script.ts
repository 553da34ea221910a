/**
 * What is set on a port of a bridge, as lines for `ip -batch` and `bridge -batch`, where it is not what the kernel
 * gives a new port. The words are those of ip-link(8) beside the kernel's own file names; the entries of bridge(8)
 * that somebody made (static, permanent) belong to the port too, what it has learned does not.
 */
export const PORT_STATE = `
settings() {
  while read -r file word default; do
    { read -r value; } 2>/dev/null <"/sys/class/net/$1/brport/$file" || continue
    case $default$value in off0 | on0) value=off ;; off1 | on1) value=on ;; esac
    [ "$value" = "$default" ] || echo "link set dev $1 type bridge_slave $word $value"
  done <<'WORDS'
hairpin_mode hairpin off
multicast_fast_leave fastleave off
bpdu_guard guard off
root_block root_block off
learning learning on
unicast_flood flood on
multicast_flood mcast_flood on
broadcast_flood bcast_flood on
multicast_to_unicast mcast_to_unicast off
neigh_suppress neigh_suppress off
isolated isolated off
proxyarp proxy_arp off
proxyarp_wifi proxy_arp_wifi off
multicast_router mcast_router 1
group_fwd_mask group_fwd_mask 0x0
priority priority 32
WORDS
}
vlans() {
  bridge vlan show dev "$1" 2>/dev/null | while read -r vid flags; do
    [ "$vid" != "$1" ] || { vid=\${flags%% *}; flags=\${flags#"$vid"}; }
    case $vid in *[!0-9]* | '') continue ;; esac
    line="vlan add dev $1 vid $vid"
    case $flags in *PVID*) line="$line pvid" ;; esac
    case $flags in *Untagged*) line="$line untagged" ;; esac
    echo "$line"
  done
}
entries() {
  read -r address <"/sys/class/net/$1/address"
  bridge fdb show dev "$1" 2>/dev/null | while read -r mac words; do
    case " $words " in
      *' master '*' static '*) kind=static ;;
      *' master '*' permanent '*) kind=permanent ;;
      *) continue ;;
    esac
    [ "$mac" != "$address" ] || continue
    case $words in vlan\\ *) words=\${words#vlan }; vlan="vlan \${words%% *}" ;; *) vlan= ;; esac
    echo "fdb replace $mac dev $1 master $kind $vlan"
  done
}
port_state() (
  settings "$1"
  vlans "$1"
  entries "$1"
)`;

/**
 * `keep_port PORT` keeps in files below `was`, `cost`, `forwarding` and `same_mtu` of the current folder what `plug` goes
 * by. Needs `PORT_STATE`.
 */
export const KEEP_PORT = `
mkdir -p was cost forwarding same_mtu
keep_port() {
  port_state "$1" >"was/$1"
  cat "/sys/class/net/$1/brport/path_cost" >"cost/$1"
  [ "$(cat "/sys/class/net/$1/brport/state")" != 3 ] || : >"forwarding/$1"
  [ "$(cat "/sys/class/net/$1/mtu")" != "$(cat "/sys/class/net/$1/master/mtu")" ] || : >"same_mtu/$1"
}`;

/**
 * `size BRIDGE MTU` gives a bridge its MTU, if there is one to give: libvirt 7.0 leaves a new one at 1500 until a port
 * comes.
 */
export const SIZE = `
size() { [ -z "$2" ] || [ "$(cat "/sys/class/net/$1/mtu")" = "$2" ] || ip link set dev "$1" mtu "$2"; }`;

/**
 * Plugs ports into a bridge, as they were where that was recorded. A new port of a bridge with STP forwards nothing
 * for twice the forward delay, at least 4 s (IEEE 802.1D): a port that forwarded before is plugged while STP is off
 * and forwards at once, the others wait as STP requires. Only a bridge that libvirt has just made is treated so. A tap
 * takes the MTU of its bridge, as libvirt gives it when a guest starts, unless it had one of its own.
 */
export const PLUG = `
join() {
  mtu=
  if [ -e "/sys/class/net/$1/tun_flags" ] && [ -e "same_mtu/$1" ]; then mtu="mtu $(cat "/sys/class/net/$2/mtu")"; fi
  echo "link set dev $1 $mtu master $2"
  [ ! -e "was/$1" ] || grep '^link ' "was/$1"
}
plug() {
  bridge=$1; shift
  stp=0
  [ "$own" = no ] || read -r stp <"/sys/class/net/$bridge/bridge/stp_state"
  {
    [ "$stp" != 1 ] || echo "link set dev $bridge type bridge stp_state 0"
    for port; do [ ! -e "forwarding/$port" ] || join "$port" "$bridge"; done
    [ "$stp" != 1 ] || echo "link set dev $bridge type bridge stp_state 1"
    for port; do [ -e "forwarding/$port" ] || join "$port" "$bridge"; done
  } >ip.batch
  ip -force -batch ip.batch 2>>errors
  for port; do
    [ -e "was/$port" ] || continue
    # A cost that is set no longer follows the speed of the link: only one that was set differs.
    cost=$(cat "/sys/class/net/$port/brport/path_cost")
    [ "$cost" = "$(cat "cost/$port")" ] || echo "link set dev $port cost $(cat "cost/$port")"
    ! grep -q '^vlan ' "was/$port" || grep -qE '^vlan .* vid 1( |$)' "was/$port" || echo "vlan del dev $port vid 1"
    grep -v '^link ' "was/$port"
  done >bridge.batch
  [ ! -s bridge.batch ] || bridge -force -batch bridge.batch 2>>errors
}
verify() {
  bridge=$1 wrong=; shift
  for port; do
    [ -e "/sys/class/net/$port" ] || continue
    if [ ! -e "/sys/class/net/$bridge/brif/$port" ]; then wrong=yes; say "$port is not on $bridge."
    elif [ -e "was/$port" ] && [ "$(port_state "$port")" != "$(cat "was/$port")" ]; then
      wrong=yes; say "$port is on $bridge, but not with the settings that it had:" "$(cat "was/$port")"
    fi
  done
  [ -z "$wrong" ] || { cat errors >&2; exit 1; }
}`;
