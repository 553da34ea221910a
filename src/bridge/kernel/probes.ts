import { family, type Probe, printed } from '../../plan/probe.ts';
import { type LinkState, parseLink } from './link.ts';

/**
 * Prints a link as `linkText` does, in no order of ports, addresses and routes, and nothing for one that is not there. Nothing
 * here changes by itself, as the timers and lifetimes of `ip -d` do: `permanent` leaves out what DHCP and router
 * advertisements give, see ip-address(8); of the routes, `proto static` are those that are
 * configured in networkd and NetworkManager; their flags that follow the carrier are left out. A tap of a guest has `tun_flags`. One process in all: a
 * process costs more than everything else here. What bonds and VLANs show: Documentation/networking/bonding.rst of
 * Linux, and its net/8021q/vlanproc.c.
 */
export const READ_LINK = `
cd "/sys/class/net/$1" 2>/dev/null || exit 0
say() { read -r value <"$2" && echo "$1 $value"; }
say mtu mtu
read -r flags <flags; echo "up $((flags & 1))"
if [ -d bridge ]; then
  read -r stp <bridge/stp_state
  [ "$stp" = 0 ] || stp=1
  echo "stp $stp"
  say priority bridge/priority
  [ "$stp" = 1 ] || for name in forward_delay hello_time max_age ageing_time; do say $name bridge/$name; done
  for port in brif/*; do
    [ -e "$port" ] && [ ! -e "/sys/class/net/\${port#brif/}/tun_flags" ] && echo "port \${port#brif/}"
  done
fi
if [ -d bonding ]; then
  for name in mode lacp_rate miimon updelay downdelay min_links xmit_hash_policy primary; do
    read -r value _ <bonding/$name && [ -n "$value" ] && echo "bond $name $value"
  done
  read -r slaves <bonding/slaves
  for port in $slaves; do echo "port $port"; done
fi
if [ -r "/proc/net/vlan/$1" ]; then
  read -r _ _ id _ <"/proc/net/vlan/$1"
  for link in lower_*; do echo "vlan $id \${link#lower_}"; done
fi
printf 'addr show dev %s scope global permanent\\nroute show table all proto static dev %s\\n' "$1" "$1" |
  ip -N -o -batch - | while read -r first second third rest; do
    case "$first $third" in
      [0-9]*': inet'*) for word in $rest; do case $word in */*) echo "address $word" ;; esac; done ;;
      *)
        route=$first
        set -- $second $third $rest
        while [ $# -gt 0 ]; do
          case "$1 $2" in
            'via '* | 'table '* | 'metric '*) route="$route $1 $2" ;;
            'scope 253') route="$route scope link" ;;
            onlink*) route="$route onlink" ;;
          esac
          shift
        done
        echo "route $route" ;;
    esac
  done`;

/** The links of a host, by name. */
export const linkStates = family<LinkState>('link');

/** A link of the host by name. */
export function linkAt(name: string): Probe<LinkState> {
  return linkStates.of(name, {
    open: true,
    ask: { kind: 'script', script: READ_LINK, args: [name] },
    parse: (answers) => parseLink(printed(answers, `read the link ${name}`)),
  });
}

const READ_MAC = '[ ! -e "/sys/class/net/$1" ] || cat "/sys/class/net/$1/address"';

/** The MAC address of a link, apart from the rest: one that is not configured cannot be predicted. */
export function macAt(name: string): Probe<string | null> {
  return {
    key: `mac ${name}`,
    open: true,
    ask: { kind: 'script', script: READ_MAC, args: [name] },
    parse: (answers) => printed(answers, `read the link ${name}`).trim() || null,
  };
}

const READ_CARRIED = `
[ -e "/sys/class/net/$1" ] || exit 0
for word in $(ip -br addr show dev "$1" scope global); do
  case $word in */*) echo "$word" ;; esac
done`;

/** All global addresses of links, by their names. */
export const carriedAddresses = family<readonly string[]>('addresses');

/** All global addresses of a link, those of DHCP and routers included: what is lost when a bridge takes it. */
export function addressesAt(name: string): Probe<readonly string[]> {
  return carriedAddresses.of(name, {
    open: true,
    ask: { kind: 'script', script: READ_CARRIED, args: [name] },
    parse: (answers) => wordsOf(printed(answers, `read the link ${name}`)),
  });
}

/** The lines of an answer, each once, sorted. */
function wordsOf(text: string): string[] {
  return [...new Set(text.split('\n').filter(Boolean))].sort();
}
