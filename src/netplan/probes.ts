import { only, type Probe, ProbeError } from '../plan/probe.ts';
import { type LinkState, parseLink } from './link.ts';

/**
 * Prints a link as `linkText` does, and nothing for one that is not there. Nothing here changes by itself, as the
 * timers and lifetimes of `ip -d` do: `permanent` leaves out what DHCP and router advertisements lend, see
 * ip-address(8). The tap of a guest is told by its `tun_flags`.
 */
export const READ_LINK = `
cd "/sys/class/net/$1" 2>/dev/null || exit 0
flags=$(cat flags)
echo "mtu $(cat mtu)"
echo "up $((flags & 1))"
if [ -d bridge ]; then
  stp=$(cat bridge/stp_state)
  [ "$stp" = 0 ] || stp=1
  echo "stp $stp"
  echo "priority $(cat bridge/priority)"
  [ "$stp" = 1 ] ||
    for name in forward_delay hello_time max_age ageing_time; do echo "$name $(cat bridge/$name)"; done
fi
for port in brif/*; do
  [ -e "$port" ] && [ ! -e "/sys/class/net/\${port#brif/}/tun_flags" ] && echo "port \${port#brif/}"
done | LC_ALL=C sort
for word in $(ip -br addr show dev "$1" scope global permanent); do
  case $word in */*) echo "address $word" ;; esac
done | LC_ALL=C sort`;

/** A link of the host by name. */
export function linkAt(name: string): Probe<LinkState> {
  return {
    key: `link ${name}`,
    ask: { kind: 'script', script: READ_LINK, args: [name] },
    parse: (answers) => parseLink(textOf(answers, name)),
  };
}

const READ_MAC = '[ ! -e "/sys/class/net/$1" ] || cat "/sys/class/net/$1/address"';

/** The MAC address of a link, apart from the rest: nobody can predict one that is not configured. */
export function macAt(name: string): Probe<string | null> {
  return {
    key: `mac ${name}`,
    ask: { kind: 'script', script: READ_MAC, args: [name] },
    parse: (answers) => textOf(answers, name).trim() || null,
  };
}

const READ_CARRIED = `
[ -e "/sys/class/net/$1" ] || exit 0
for word in $(ip -br addr show dev "$1" scope global); do
  case $word in */*) echo "$word" ;; esac
done | LC_ALL=C sort`;

/** All global addresses of a link, those that are only lent too: what is lost when a bridge takes it. */
export function addressesAt(name: string): Probe<readonly string[]> {
  return {
    key: `addresses ${name}`,
    ask: { kind: 'script', script: READ_CARRIED, args: [name] },
    parse: (answers) => textOf(answers, name).split('\n').filter(Boolean),
  };
}

/**
 * sudo drops SSH_CONNECTION, but a process above it still has it (sshd(8), ENVIRONMENT). Its third word is the host's
 * own address; the answer to the client may leave by another link. What a link rests on (ports of a bridge, members
 * of a bond) carries the session too; guests do not.
 */
const READ_SESSION_PATH = `
connection=$SSH_CONNECTION pid=$$
while [ -z "$connection" ] && [ "$pid" -gt 1 ]; do
  connection=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done
[ -n "$connection" ] || exit 0
below() {
  [ -e "/sys/class/net/$1/tun_flags" ] || echo "$1"
  for lower in "/sys/class/net/$1"/lower_*; do [ ! -e "$lower" ] || (below "\${lower##*/lower_}"); done
}
set -- $connection
for word in $(ip -o addr show to "$3" | sed 's/^[0-9]*: *//; s/[ @].*//') \\
  $(ip -o route get "$1" | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p'); do below "$word"; done | LC_ALL=C sort -u`;

/** The links that carry the SSH session this question came over; none where there is no such session. */
export const sessionPath: Probe<readonly string[]> = {
  key: 'session path',
  ask: { kind: 'script', script: READ_SESSION_PATH, args: [] },
  parse: (answers) => textOf(answers, 'of this session').split('\n').filter(Boolean),
};

function textOf(answers: Parameters<typeof only>[0], name: string): string {
  const { status, stdout, stderr } = only(answers);
  if (status !== 0) throw new ProbeError(`cannot read the link ${name}: ${stderr.toString().trim()}`);
  return stdout.toString();
}
