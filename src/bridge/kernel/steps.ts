import { type Step, scriptStep } from '../../plan/step.ts';
import { type LinkState, linkText } from './link.ts';
import { READ_LINK } from './probes.ts';

const PLUG = `
[ -e "/sys/class/net/$1" ] && [ -e "/sys/class/net/$2" ] || exit 0
ip link set dev "$2" master "$1"`;

/** A guest that has ended meanwhile has no tap any more. */
export function plugStep(bridge: string, port: string): Step {
  return scriptStep(`plug ${port} into ${bridge}`, PLUG, [bridge, port]);
}

/** Sets a parameter of a bridge that is there; `parameter` and `value` are the kernel's. See ip-link(8). */
export function parameterStep(name: string, parameter: string, value: number): Step {
  const kernelWord = parameter === 'stp' ? 'stp_state' : parameter;
  return { do: 'run', argv: ['ip', 'link', 'set', 'dev', name, 'type', 'bridge', kernelWord, String(value)] };
}

const SET_MTU = `
{ read -r mtu <"/sys/class/net/$1/mtu"; } 2>/dev/null && [ "$mtu" != "$2" ] || exit 0
ip link set dev "$1" mtu "$2"`;

/** Bytes; a link that has it, or is not there, is left alone. */
export function mtuStep(name: string, mtu: number): Step {
  return scriptStep(`mtu ${mtu} of ${name}`, SET_MTU, [name, String(mtu)]);
}

const DELETE = '[ ! -e "/sys/class/net/$1" ] || ip link delete dev "$1" type "$2"';

export function deleteStep(name: string, kind: 'bridge' | 'bond' | 'vlan' = 'bridge'): Step {
  return scriptStep(`ip link delete ${name}`, DELETE, [name, kind]);
}

const UNPLUG = `
master=$(readlink "/sys/class/net/$2/master") && [ "\${master##*/}" = "$1" ] || exit 0
ip link set dev "$2" nomaster`;

/** networkd leaves a link that no file names any more where it is plugged in: networkd of systemd 252 and 257. */
export function unplugStep(bridge: string, port: string): Step {
  return scriptStep(`take ${port} out of ${bridge}`, UNPLUG, [bridge, port]);
}

/**
 * networkd works on after netplan has returned. What is missing after 20 s is found by the check behind the steps.
 *
 * `networkctl reconfigure` returns when a link is `initialized`: until it is `configuring`, the link still has the
 * addresses that networkd is about to take off and to give it anew. See networkctl(1); seen with systemd 252.
 */
const SETTLE = `
read_link() (${READ_LINK}
)
settled() {
  ! { read -r index <"/sys/class/net/$1/ifindex" &&
    grep -q '^ADMIN_STATE=initialized' "/run/systemd/netif/links/$index"; } 2>/dev/null &&
    [ "$(read_link "$1" 2>/dev/null | LC_ALL=C sort)" = "$2" ]
}
tries=40
until settled "$@" || [ $tries = 0 ]; do
  if [ $tries -gt 36 ]; then sleep 0.1; else sleep 0.5; fi
  tries=$((tries - 1))
done`;

/** An address from DHCP or a router is `dynamic`: ip-address(8). The routes of the lease come with it. */
const LEASE = `
tries=$2
until [ $tries = 0 ] || ip -o "-$3" addr show dev "$1" scope global dynamic | grep -q .; do
  tries=$((tries - 1)); sleep 0.5
done`;

/** Seconds to wait for an address from DHCP or a router. It is no failure if none comes. */
export const LEASE_SECONDS = 30;

/** Waits for the address that DHCP or a router gives a link, so that the check behind it includes that address. */
export function leaseStep(name: string, family: 4 | 6): Step {
  const tries = String(LEASE_SECONDS * 2);
  return scriptStep(`wait for an address of ${name}`, LEASE, [name, tries, String(family)]);
}

export function settleStep(name: string, next: LinkState): Step {
  const lines = linkText(next).trimEnd().split('\n').sort().join('\n');
  return scriptStep(`wait for ${name}`, SETTLE, [name, lines]);
}
