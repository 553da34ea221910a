import { KEEP_PORT, PLUG, PORT_STATE, SIZE } from '../../../management/bridge-port-script.ts';
import { RECORD } from './record-script.ts';

/**
 * Stops a network and starts it again. Its arguments: the network; `persistent` or `transient` as it was; the bridge
 * that goes away with it, or nothing; the bridge that it has afterwards, or nothing; whether libvirt makes that one
 * (`yes`, `no`); the options of `net-define`; the MTU of that one, or nothing; then, for each tap of its guests, the tap and the UUID of the guest.
 * Its input is the definition to store, if that changes. It prints `without-bridge PORT MS` for each port that was on
 * the old bridge.
 *
 * Ports are plugged as soon as the new bridge is up, the start of dnsmasq still takes a while.
 * Every port of the old bridge is plugged into one that libvirt makes; into a bridge of the host only the guests of
 * this network are. A port is without its bridge from when that was last up. /proc/uptime counts hundredths of a
 * second and never goes back, see proc(5).
 */
export const RESTART = `
set -f
network=$1 kind=$2 old=$3 new=$4 own=$5 options=$6 mtu=$7; shift 7
say() { printf '%s\\n' "$@" >&2; }
refuse() { say "$1 Nothing was stopped."; exit 1; }
now() { read -r now rest </proc/uptime; now=\${now%.*}\${now#*.}0; }
is_active() { libvirt net-info --network "$network" 2>/dev/null | sed -n 's/^Active: *//p'; }
# A daemon that is restarted meanwhile, as an upgrade does, takes no command for a while; one at work may be done or not.
# usage: bring yes|no|anyhow COMMAND…: whether the network is active once the command is done, or that does not matter.
# Status 1: libvirt refused. 2: it did not come back within half a minute.
bring() {
  wanted=$1 cuts=20 waits=60 cut=; shift
  until libvirt "$@" 2>said; do
    case $(cat said) in
      *'ailed to connect'* | *'annot connect'* | *'onnection re'* | *'Disconnected from'* | *'End of file'* | *'recv data'* | *'write data'* | *'socket is closed'*) cut=yes cuts=$((cuts - 1)) ;;
      *) [ -n "$cut" ] && [ "$(is_active)" = "$wanted" ] && return; cat said >&2; return 1 ;;
    esac
    [ $cuts -gt 0 ] && reached || { cat said >&2; return 2; }
    [ "$(is_active)" != "$wanted" ] || return 0
    sleep 0.1
  done
}
is_up() { { read -r flags; } 2>/dev/null <"/sys/class/net/$1/flags" && [ $((flags & 1)) = 1 ]; }
${SIZE}
${PORT_STATE}
${KEEP_PORT}
${PLUG}
${RECORD}
taps= jobs= pairs=
while [ $# -gt 1 ]; do taps="$taps $1"; jobs="$jobs domjobinfo $2;"; pairs="$pairs $1 $2"; shift 2; done
cat >desired.xml
libvirt net-dumpxml --network "$network" >live.xml || exit
[ "$kind" = transient ] || libvirt net-dumpxml --network "$network" --inactive >persistent.xml || exit
case $([ -z "$jobs" ] || libvirt "$jobs" 2>/dev/null) in
  *igration*) refuse 'A guest of this network is being migrated: run again when that has ended.' ;;
esac
was_mtu=$(cat "/sys/class/net/$old/mtu" 2>/dev/null)
ports=$(ls "/sys/class/net/$old/brif" 2>/dev/null)
above=$(ls "/sys/class/net/$old" | sed -n 's/^upper_//p')
[ -z "$above" ] || refuse "These links rest on $old and would be gone with it: $(echo $above)."
if [ -n "$ports$taps" ]; then
  [ "$(id -u)" = 0 ] || refuse 'Only root can plug guests back: set become.'
  command -v ip >/dev/null || refuse 'There is no ip (iproute2) to plug guests back with.'
fi
[ "$own" = no ] || [ "$new" = "$old" ] || [ ! -e "/sys/class/net/$new" ] || refuse "A link $new is there already."
[ ! -s desired.xml ] || bring anyhow net-define $options desired.xml || case $? in
  1) refuse 'The definition is not accepted.' ;;
  *) refuse 'libvirt does not answer: the new definition may be stored or not.' ;;
esac

mkdir place
for tap in $taps; do readlink "/sys/class/net/$tap/master" >"place/$tap"; done
for port in $ports; do keep_port "$port"; done
STAYS='Its previous definition could not be stored again: libvirt starts the network with the new one.'
set_back() {
  [ -s desired.xml ] || return 0
  if [ "$kind" = transient ]; then bring anyhow net-undefine --network "$network"; else bring anyhow net-define persistent.xml; fi
}
{ bring no net-destroy --network "$network"; echo $? >stopped; } &
now; gone=$now failed=
while is_up "$old" && [ ! -e stopped ]; do now; gone=$now; sleep 0.02; done
wait
is_gone() { [ "$(cat stopped)" = 2 ] && [ -n "$old" ] && ! is_up "$old"; }
[ "$(cat stopped)" = 0 ] || is_gone || { set_back || say "$STAYS"; refuse 'The network cannot be stopped.'; }
bridge=$new plugged=$taps
[ "$own" = no ] || for port in $ports; do case " $taps " in *" $port "*) ;; *) plugged="$plugged $port" ;; esac; done
{ bring yes net-start --network "$network"; echo $? >started; } &
until is_up "$bridge" || [ -e started ]; do sleep 0.02; done
[ "$own" = no ] || ! is_up "$bridge" || size "$bridge" "$mtu"
[ -z "$bridge" ] || plug "$bridge" $plugged
now; passed=$((now - gone + 10))
wait
if [ "$(cat started)" != 0 ]; then
  failed=yes bridge=$old own=yes plugged=$ports
  back='Its previous definition is restored and runs again: the host is as before.'
  set_back || back="It runs as before. $STAYS"
  if ! bring yes net-create live.xml; then
    kept=$(mktemp "\${PWD%/*}/virtfleet-XXXXXXXX.xml") && cp live.xml "$kept"
    say 'The network could not be started as it was before either. These are without a bridge:' $ports \\
      'When nothing is in the way any more, start it and run again:' "  virsh net-create $kept"
    exit 1
  fi
  if [ -n "$bridge" ]; then size "$bridge" "$was_mtu"; plug "$bridge" $plugged
  else for tap in $taps; do read -r place <"place/$tap" && ip link set dev "$tap" master "\${place##*/}" 2>>errors; done
  fi
  now; passed=$((now - gone + 10))
fi
[ "$bridge" = "$old" ] || [ -z "$bridge" ] || record_all $pairs
for port in $ports; do
  [ ! -e "/sys/class/net/$bridge/brif/$port" ] || echo "without-bridge $port $((passed + $(cat "gap/$port" 2>/dev/null || echo 0)))"
done
[ -z "$bridge" ] || verify "$bridge" $plugged
[ -z "$failed" ] || { say "$back"; exit 1; }`;
