import { type Answer, type Ask, only, type Probe } from '../../plan/probe.ts';
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
 * Defines `chains`, which prints the filters of a host, as root. nft has those of iptables-nft too, without counters
 * and the members of sets; iptables is asked where there is no nft, and where filters of its legacy variant are in use.
 * Each family is listed by a process of its own: nft 1.0 leaves out what masquerades of IPv6 where one lists several,
 * and 1.1.7 all of them but the last. Fails where nobody can list them: that is no host without filters.
 */
const CHAINS = `
chains() {
  known=
  if command -v nft >/dev/null; then
    list='nft -s -t list ruleset'
    $list ip && $list inet && $list ip6 && known=yes
  fi
  for family in ip ip6; do
    save=
    if read -r name <"/proc/net/\${family}_tables_names"; then save=\${family}tables-legacy-save
    elif ! command -v nft >/dev/null; then save=\${family}tables-save
    fi
    [ -n "$save" ] || continue
    command -v "$save" >/dev/null || save=\${family}tables-save
    echo "== $family"
    "$save" && known=yes
  done
  [ -n "$known" ]
} 2>/dev/null`;

/**
 * A daemon of libvirt that starts, as many do when somebody asks them, takes away the rules of each network and writes
 * them again: while it is young the filters are read until they stay the same. Its age is in proc(5): the 22nd word of
 * stat, in hundredths of a second.
 */
const READ = `${CHAINS}
value() { value=; read -r value <"/proc/sys/net/$1"; echo "$2 \${value:-0}"; } 2>/dev/null
value ipv4/ip_forward 'forwards ip'
value ipv6/conf/all/forwarding 'forwards ip6'
value bridge/bridge-nf-call-iptables 'filters ip'
value bridge/bridge-nf-call-ip6tables 'filters ip6'
[ -O / ] || [ "$(id -u)" = 0 ] || exit 0
now=$(chains) || exit 0
young() {
  read -r pid </run/libvirt/network/driver.pid || [ -n "$pid" ] || return
  read -r stat <"/proc/$pid/stat" && read -r up rest </proc/uptime || return
  set -- \${stat##*) }
  [ $((\${up%.*} - \${20} / 100)) -lt 30 ]
}
tries=0
while young 2>/dev/null && [ $tries -lt 20 ]; do
  last=$now tries=$((tries + 1))
  sleep 0.5
  now=$(chains)
  [ "$now" != "$last" ] || break
done
printf 'seen\n%s\n' "$now"
exit 0`;

/** The one question of all who want to know of the filters: a host is asked it once. */
export const ASK_FIREWALL: Ask = { kind: 'script', script: READ, args: [] };

/** The firewall of a host. Others write it while we look: no reason to plan again. */
export const hostFirewall: Probe<HostFirewall> = {
  key: 'firewall',
  ask: ASK_FIREWALL,
  volatile: true,
  parse: (answers) => {
    const { values, chains } = firewallParts(answers);
    const isOn = (what: string) => new RegExp(`^${what} [1-9]`, 'm').test(values);
    return {
      chains: chains ?? 'unknown',
      forwards: { ip: isOn('forwards ip'), ip6: isOn('forwards ip6') },
      filtersBridges: { ip: isOn('filters ip'), ip6: isOn('filters ip6') },
    };
  },
};

/** The answer to `ASK_FIREWALL`: kernel settings, and the filters unless only root could list them. */
export function firewallParts(answers: readonly Answer[]): {
  values: string;
  chains: FirewallChain[] | undefined;
} {
  const [values = '', chains] = only(answers)
    .stdout.toString()
    .split(/^seen$/m);
  return { values, chains: chains === undefined ? undefined : parseChains(chains) };
}

/** What `chains` printed. */
export function parseChains(text: string): FirewallChain[] {
  const [nft = '', ...saved] = text.split(/^== (ip6?)$/m);
  const chains = parseNftList(nft);
  for (let at = 0; at < saved.length; at += 2)
    chains.push(...parseIptablesSave(saved[at + 1] ?? '', saved[at] === 'ip6' ? 'ip6' : 'ip'));
  return chains;
}
