import type { Rollback } from '../plan/plan.ts';
import { type Step, scriptStep } from '../plan/step.ts';
import { KEEP_PORT, PLUG, PORT_STATE, SIZE } from './bridge-port-script.ts';

/**
 * Shell text that keeps what is set on the ports of all bridges of a host, and their MTU, below `ports` of the current
 * folder.
 */
export const KEEP_PORTS = `(
mkdir ports && cd ports && mkdir mtu || exit
${PORT_STATE}
${KEEP_PORT}
for port in /sys/class/net/*/brport; do
  [ -e "$port" ] || continue
  port=\${port%/brport}
  port=\${port##*/}
  keep_port "$port"
  cat "/sys/class/net/$port/mtu" >"mtu/$port"
done 2>/dev/null
:
)`;

/**
 * `again BRIDGE PORT…` plugs ports in as `KEEP_PORTS` has seen them. The disk of the backup may refuse to be written, and a
 * batch of ip(8) does not take every name that a link can have: what is not plugged in by then is so by its name alone.
 * `bridge_comes BRIDGE` waits for one: networkd works on when netplan has returned.
 */
const AGAIN = `
${PLUG}
tries=20
bridge_comes() {
  until [ -e "/sys/class/net/$1" ] || [ $tries = 0 ]; do tries=$((tries - 1)); sleep 0.5; done
  [ -e "/sys/class/net/$1" ]
}
again() (
  bridge=$1 plain=; shift
  for port; do
    case $port in *[\\'\\"#\\\\]*) ;; *) plain="$plain $port" ;; esac
    { read -r mtu <"ports/mtu/$port" && read -r is <"/sys/class/net/$port/mtu"; } 2>/dev/null || continue
    [ "$is" = "$mtu" ] || ip link set dev "$port" mtu "$mtu"
  done
  kept=$PWD/ports
  for place in /run "$kept"; do
    scratch=$(mktemp -d "$place/virtfleet-XXXXXXXX") || continue
    (cd "$scratch" && mkdir was cost forwarding && for port in $plain; do
      for file in "was/$port" "cost/$port" "forwarding/$port"; do [ ! -e "$kept/$file" ] || cp "$kept/$file" "$file" || exit; done
    done && plug "$bridge" $plain)
    plugged=$?
    rm -rf -- "$scratch"
    [ $plugged != 0 ] || break
  done
  for port; do
    [ -e "/sys/class/net/$bridge/brif/$port" ] || ip link set dev "$port" master "$bridge"
  done
)`;

const PLUG_AGAIN = `
set -f
bridge=$1 own=$2 mtu=$3; shift 3
${SIZE}
${AGAIN}
bridge_comes "$bridge" || exit 0
size "$bridge" "$mtu"
again "$bridge" "$@"`;

/**
 * Shell text that plugs ports in again that a command took out of their bridge, and sets what they have lost so. They are
 * those of `links`, a line `NAME UP MTU MASTER` each. What a command set on a port beyond that stays.
 */
export const PORTS_AGAIN = (links: string) => `
set -f
own=no pairs=
${PORT_STATE}
${AGAIN}
lost() {
  is=$(readlink "/sys/class/net/$1/master")
  [ "\${is##*/}" != "$2" ] || [ "$(port_state "$1")" != "$(cat "ports/was/$1")" ] ||
    [ "$(cat "/sys/class/net/$1/brport/path_cost")" != "$(cat "ports/cost/$1")" ]
}
while read -r name up mtu master; do
  [ -n "$master" ] && [ -e "ports/was/$name" ] && [ -e "/sys/class/net/$name" ] && bridge_comes "$master" || continue
  ! lost "$name" "$master" || pairs="$pairs $master/$name"
done <${links}
for bridge in $(printf '%s\\n' $pairs | sed 's|/.*||' | sort -u); do
  again "$bridge" $(printf '%s\\n' $pairs | sed -n "s|^$bridge/||p")
done`;

/**
 * What a rollback does to plug these ports into a bridge again, with what was set on them. `own` is whether libvirt makes
 * the bridge, and has done so by then; `mtu` is that of such a bridge.
 */
export function portsAgain(
  bridge: string,
  ports: readonly string[],
  { own = false, mtu }: { own?: boolean; mtu?: number | undefined } = {},
): Pick<Rollback, 'keep'> & { steps: Step[] } {
  if (ports.length === 0) return { steps: [] };
  const args = [bridge, own ? 'yes' : 'no', String(mtu ?? ''), ...ports];
  return { keep: KEEP_PORTS, steps: [scriptStep(`ports of ${bridge}`, PLUG_AGAIN, args)] };
}
