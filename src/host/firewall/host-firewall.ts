import { only, type Probe } from '../../plan/probe.ts';
import type { FirewallChain } from './chain.ts';
import { parseIptablesSave } from './iptables-save.ts';
import { parseNftList } from './nft-list.ts';

/** What a host does with the packets of others. */
export interface HostFirewall {
  /** All its filters, with libvirt's and those of docker, ufw, firewalld; `unknown` where this user cannot list them. */
  chains: readonly FirewallChain[] | 'unknown';
  /** Whether it forwards between links: net.ipv4.ip_forward and net.ipv6.conf.all.forwarding. */
  forwards: PerFamily;
  /** Whether packets between the ports of a bridge meet its filters: br_netfilter and its bridge-nf-call-iptables. */
  filtersBridges: PerFamily;
}

type PerFamily = Readonly<Record<'ip' | 'ip6', boolean>>;

/**
 * Prints the filters of a host, as root. nft has those of iptables-nft too, without counters and the members of sets;
 * iptables is asked where there is no nft, and where filters of its legacy variant are in use. nft 1.0 leaves out what
 * masquerades of IPv6 where it lists all families in one process. Fails where nobody can list them: that is no host
 * without filters.
 */
export const READ_CHAINS = `
chains() {
  known=
  if command -v nft >/dev/null; then
    nft -s -t 'list ruleset ip; list ruleset inet' && nft -s -t list ruleset ip6 && known=yes
  fi
  for family in ip ip6; do
    save=
    if grep -q . "/proc/net/\${family}_tables_names"; then save=\${family}tables-legacy-save
    elif ! command -v nft >/dev/null; then save=\${family}tables-save
    fi
    [ -n "$save" ] || continue
    command -v "$save" >/dev/null || save=\${family}tables-save
    echo "== $family"
    "$save" && known=yes
  done
  [ -n "$known" ]
} 2>/dev/null`;

const READ = `${READ_CHAINS}
value() { value=; read -r value <"/proc/sys/net/$1"; echo "$2 \${value:-0}"; } 2>/dev/null
value ipv4/ip_forward 'forwards ip'
value ipv6/conf/all/forwarding 'forwards ip6'
value bridge/bridge-nf-call-iptables 'filters ip'
value bridge/bridge-nf-call-ip6tables 'filters ip6'
[ "$(id -u)" = 0 ] && all=$(chains) || exit 0
printf 'seen\\n%s\\n' "$all"
exit 0`;

/** The firewall of a host. Others write it while we look: no reason to plan again. */
export const hostFirewall: Probe<HostFirewall> = {
  key: 'firewall',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const [values = '', chains] = only(answers)
      .stdout.toString()
      .split(/^seen$/m);
    const isOn = (what: string) => new RegExp(`^${what} [1-9]`, 'm').test(values);
    return {
      chains: chains === undefined ? 'unknown' : parseChains(chains),
      forwards: { ip: isOn('forwards ip'), ip6: isOn('forwards ip6') },
      filtersBridges: { ip: isOn('filters ip'), ip6: isOn('filters ip6') },
    };
  },
};

/** What `READ_CHAINS` printed. */
export function parseChains(text: string): FirewallChain[] {
  const [nft = '', ...saved] = text.split(/^== (ip6?)$/m);
  const chains = parseNftList(nft);
  for (let at = 0; at < saved.length; at += 2)
    chains.push(...parseIptablesSave(saved[at + 1] ?? '', saved[at] === 'ip6' ? 'ip6' : 'ip'));
  return chains;
}
