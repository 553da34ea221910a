import { KEEP_PORT, PLUG, PORT_STATE } from '../../../management/bridge-port-script.ts';

/**
 * libvirt keeps for a running guest the name of the bridge that its network had when the guest was plugged in, and plugs it
 * back there when libvirtd starts the next time: where that bridge is gone, the guest is on none (seen with 9.0 and 11.3).
 * `record TAP UUID` has libvirt plug it in anew, which takes the name that the network has now. A tap that is on the new bridge
 * already is refused by libvirt 9.0, and all are while it looks for its guests, as it does when it starts. `plug` then gives
 * it the settings that it had. Milliseconds without a bridge are in `gap/TAP`.
 *
 * A guest that is being saved or moved is waited for while it is on its bridge: libvirt would keep it off for 30 s. During
 * a backup it takes changes (qemuBackupBegin of libvirt). An interface with a `virtualport` cannot be changed
 * (qemuDomainChangeNet of libvirt) and is left alone.
 *
 * A libvirt that is away is waited for: `waits` half seconds for all taps together.
 *
 * A new port of a bridge with STP forwards nothing for seconds: `record_all` switches it off for the while, see `plug`.
 * Where another port does not forward, STP may be what keeps a loop from closing there: it stays on.
 */
export const RECORD = `
waits=60
reached() {
  until libvirt net-list --name >/dev/null 2>&1; do
    waits=$((waits - 1))
    [ $waits -gt 0 ] || return
    sleep 0.5
  done
}
is_idle() {
  libvirt domjobinfo --domain "$1" >job 2>>errors || return
  ! grep -qE ' (None|Backup) *$' job || return 0
  echo 'The guest is being saved, dumped or moved.' >>errors
  return 1
}
take() {
  now; from=$now
  ip link set dev "$1" nomaster
  libvirt update-device --domain "$2" --file "$PWD/wanted.nic" --live >/dev/null 2>>errors; taken=$?
  plug "$bridge" "$1"
  now; gap=$((gap + now - from + 10))
  return $taken
}
unrecorded() {
  say "libvirt still has another bridge than $bridge on record for $1, and plugs it in there when its daemon starts again. Run again." "$(cat errors)"
  : >unrecorded
}
record() {
  tries=5 gap=0
  until libvirt dumpxml --domain "$2" >guest.xml 2>>errors; do
    [ -e "/sys/class/net/$1" ] || return 0
    tries=$((tries - 1))
    [ $tries -gt 0 ] && reached || { unrecorded "$1"; return 0; }
  done
  awk -v tap="<target dev='$1'/>" '
    /^    <interface /{ text = ""; inside = 1 }
    inside { text = text $0 "\\n" }
    /^    <\\/interface>/ { if (inside && index(text, tap)) printf "%s", text; inside = 0 }' guest.xml >live.nic
  grep -q "<source [^>]*network='" live.nic && ! grep -qF -e " bridge='$bridge'" -e '<virtualport' live.nic || return 0
  sed "s/^    <interface type='[^']*'/    <interface type='network'/; /<source /s/ \\(portid\\|bridge\\)='[^']*'//g" live.nic >wanted.nic
  until is_idle "$2" && take "$1" "$2"; do
    [ -e "/sys/class/net/$1" ] || return 0
    tries=$((tries - 1))
    [ $tries -gt 0 ] && reached || { unrecorded "$1"; break; }
    sleep 1
  done
  echo $gap >"gap/$1"
}
all_forward() {
  for port in $(ls "/sys/class/net/$bridge/brif"); do
    case $(cat "/sys/class/net/$bridge/brif/$port/state") in [124]) return 1 ;; esac
  done
}
record_all() {
  mkdir gap; had_stp=0 waits=60
  reached
  all_forward || own=no
  [ "$own" = no ] || read -r had_stp <"/sys/class/net/$bridge/bridge/stp_state"
  [ "$had_stp" != 1 ] || ip link set dev "$bridge" type bridge stp_state 0
  while [ $# -gt 1 ]; do record "$1" "$2"; shift 2; done
  [ "$had_stp" != 1 ] || ip link set dev "$bridge" type bridge stp_state 1
}`;

/** The same alone: its arguments are the bridge, whether libvirt makes that one (`yes`, `no`), then each tap and the UUID of its guest. */
export const RECORD_TAPS = `
set -f
bridge=$1 own=$2 pairs= taps=; shift 2
say() { printf '%s\\n' "$@" >&2; }
now() { read -r now rest </proc/uptime; now=\${now%.*}\${now#*.}0; }
${PORT_STATE}
${KEEP_PORT}
${PLUG}
${RECORD}
while [ $# -gt 1 ]; do
  [ ! -e "/sys/class/net/$1" ] || { keep_port "$1"; pairs="$pairs $1 $2" taps="$taps $1"; }
  shift 2
done
record_all $pairs
verify "$bridge" $taps
[ ! -e unrecorded ]`;
