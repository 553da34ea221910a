import type { Rollback } from '../plan/plan.ts';
import { type Step, scriptStep } from '../plan/step.ts';
import { KEEP_PORT, PLUG, PORT_STATE, SIZE } from './bridge-port-script.ts';

/** Shell text that keeps what is set on the ports of all bridges of a host, below `ports` of the current folder. */
export const KEEP_PORTS = `(
mkdir ports && cd ports || exit
${PORT_STATE}
${KEEP_PORT}
for port in /sys/class/net/*/brport; do
  [ -e "$port" ] || continue
  port=\${port%/brport}
  keep_port "\${port##*/}"
done 2>/dev/null
:
)`;

const PLUG_AGAIN = `
set -f
bridge=$1 own=$2 mtu=$3; shift 3
[ -e "/sys/class/net/$bridge" ] && cd ports || exit 0
${SIZE}
${PLUG}
size "$bridge" "$mtu"
plug "$bridge" "$@"`;

/**
 * Shell text that gives ports what `KEEP_PORTS` has seen on them, where that is not on them: one that was on no bridge
 * for a moment has lost it.
 */
export const SET_PORTS = `
${PORT_STATE}
${PLUG}
own=no
for port in $(ls was); do
  [ "$(port_state "$port")" != "$(cat "was/$port")" ] || continue
  bridge=$(readlink "/sys/class/net/$port/master") && plug "\${bridge##*/}" "$port"
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
