import { KEEP_PORT, PLUG, PORT_STATE, SIZE } from './bridge-port-script.ts';

/** Keeps what is set on the ports of all bridges of a host, below `ports` of the current folder. */
export const KEEP_PORTS = `
mkdir ports && cd ports || exit
${PORT_STATE}
${KEEP_PORT}
for port in /sys/class/net/*/brport; do
  [ -e "$port" ] || continue
  port=\${port%/brport}
  keep_port "\${port##*/}"
done 2>/dev/null
:`;

/**
 * Plugs ports back that `KEEP_PORTS` has seen, with what was set on them. Its arguments: the bridge; whether libvirt made
 * it, just now (`yes`, `no`); its MTU, or nothing; the ports.
 */
export const PLUG_AGAIN = `
set -f
bridge=$1 own=$2 mtu=$3; shift 3
cd ports || exit
${SIZE}
${PLUG}
size "$bridge" "$mtu"
plug "$bridge" "$@"`;
