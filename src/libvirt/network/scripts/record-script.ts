import { PLUG, PORT_STATE } from './bridge-port-script.ts';

/**
 * libvirt keeps for a running guest the name of the bridge that its network had when the guest was plugged in, and plugs it
 * back there when libvirtd starts the next time: where that bridge is gone, the guest is on none (seen with 9.0 and 11.3).
 * `record TAP UUID` has libvirt plug it in anew, which takes the name that the network has now. A tap that is on the new bridge
 * already is refused by libvirt 9.0, and all are while it looks for its guests, as it does when it starts. `plug` then gives
 * it the settings that it had. Milliseconds without a bridge are in `gap/TAP`.
 *
 * A new port of a bridge with STP forwards nothing for seconds: `record_all` switches it off for the while, see `plug`.
 */
export const RECORD = `
take() {
  ip link set dev "$1" nomaster
  libvirt update-device --domain "$2" --file "$PWD/wanted.nic" --live >/dev/null 2>>errors
}
record() {
  libvirt dumpxml --domain "$2" | awk -v tap="<target dev='$1'/>" '
    /^    <interface /{ text = ""; inside = 1 }
    inside { text = text $0 "\\n" }
    /^    <\\/interface>/ { if (inside && index(text, tap)) printf "%s", text; inside = 0 }' >live.nic
  grep -q "<source [^>]*network='" live.nic && ! grep -q "<source [^>]*bridge='$bridge'" live.nic || return 0
  sed "s/^    <interface type='[^']*'/    <interface type='network'/; /<source /s/ \\(portid\\|bridge\\)='[^']*'//g; /<port isolated=/d" live.nic >wanted.nic
  now; from=$now tries=5
  until take "$1" "$2"; do
    plug "$bridge" "$1"
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { say "libvirt does not take note that $1 is on $bridge now." "$(cat errors)"; : >unrecorded; return 0; }
    sleep 1; now; from=$now
  done
  plug "$bridge" "$1"
  now; echo $((now - from + 10)) >"gap/$1"
}
record_all() {
  mkdir gap; had_stp=0
  [ "$own" = no ] || read -r had_stp <"/sys/class/net/$bridge/bridge/stp_state"
  [ "$had_stp" != 1 ] || ip link set dev "$bridge" type bridge stp_state 0
  while [ $# -gt 1 ]; do record "$1" "$2"; shift 2; done
  [ "$had_stp" != 1 ] || ip link set dev "$bridge" type bridge stp_state 1
}`;

/** The same alone: its arguments are the bridge, whether libvirt makes that one (`yes`, `no`), a tap, and the UUID of its guest. */
export const RECORD_ONE = `
set -f
bridge=$1 own=$2
say() { printf '%s\\n' "$@" >&2; }
now() { read -r now rest </proc/uptime; now=\${now%.*}\${now#*.}0; }
${PORT_STATE}
${PLUG}
${RECORD}
mkdir was cost forwarding same_mtu
port_state "$3" >"was/$3"
cat "/sys/class/net/$3/brport/path_cost" >"cost/$3"
[ "$(cat "/sys/class/net/$3/brport/state")" != 3 ] || : >"forwarding/$3"
record_all "$3" "$4"
verify "$bridge" "$3"
[ ! -e unrecorded ]`;
