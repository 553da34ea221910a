import { quote } from '../../plan/quote.ts';
import type { FirewallChain } from './chain.ts';
import { type Foreign, foreignRefusals } from './foreign.ts';
import type { Packet } from './verdict.ts';

/** A bridge whose packets are kept. */
export interface KeptBridge {
  bridge: string;
  /** It is a bridge of the host, which has its place among the zones of firewalld. */
  isOfHost: boolean;
}

/** What another tool keeps of the packets of a bridge. */
export interface ForeignDrop {
  /** Without a full stop: `docker drops packets of network lab: from guests (chain FORWARD of table ip filter)`. */
  what: string;
  chains: readonly FirewallChain[];
  /** Commands that let them pass: Virtfleet does not touch what others write. */
  rules: readonly string[];
}

/** What each other tool keeps. */
export function foreignDrops(
  whose: string,
  kept: KeptBridge,
  packets: Readonly<Record<string, Packet>>,
  chains: readonly FirewallChain[],
): ForeignDrop[] {
  const found = foreignRefusals(packets, chains);
  return [...new Set(found.map(({ by }) => by))].map((by) => {
    const own = found.filter((each) => each.by === by);
    const what = own.map(({ chain, packets: names }) => `${names.join(', ')} (${placeOf(chain)})`).join('; ');
    return {
      what: `${by === 'somebody' ? 'A firewall' : by} drops packets of ${whose}: ${what}`,
      chains: own.map(({ chain }) => chain),
      rules: [...new Set(own.flatMap((each) => passingRules(kept, each, chains)))],
    };
  });
}

/** A sentence with the rules below it. */
export function dropWarning({ what, rules }: ForeignDrop): string {
  return [`${what}. To let them pass:`, ...rules.map((rule) => `  ${rule}`)].join('\n');
}

/** `chain FORWARD of table ip filter` */
export function placeOf({ name, family, table }: FirewallChain): string {
  return `chain ${name} of table ${family} ${table}`;
}

/** Commands that let the packets of a bridge pass the filter that keeps them. */
export function passingRules(
  { bridge, isOfHost }: KeptBridge,
  found: Foreign,
  all: readonly FirewallChain[],
): string[] {
  const link = quote([bridge]);
  if (found.by === 'firewalld') return isOfHost ? zoneRules(link) : [RELOAD_ZONES];
  return found.chain.hook === 'input' ? inputRules(link, found) : forwardRules(link, found, all);
}

/** Where docker lets others say what passes: https://docs.docker.com/engine/network/packet-filtering-firewalls/ */
const DOCKER_USER = 'DOCKER-USER';

function forwardRules(
  link: string,
  { by, chain, packets }: Foreign,
  all: readonly FirewallChain[],
): string[] {
  const isBetween = packets.every((packet) => packet.startsWith('between'));
  const ways = isBetween ? [['i', 'o']] : [['i'], ['o']];
  const hasOwn = all.some((each) => each.family === chain.family && each.name === DOCKER_USER);
  const name = by === 'docker' && hasOwn ? DOCKER_USER : chain.name;
  return ways.map((way) => {
    if (by === 'ufw') return `ufw route allow ${way.map((each) => `${UFW[each]} on ${link}`).join(' ')}`;
    if (!isIptables(chain))
      return `${nftInsert(chain)} ${way.map((each) => `${each}ifname ${link}`).join(' ')} accept`;
    return `${iptables(chain)} -I ${name} ${way.map((each) => `-${each} ${link}`).join(' ')} -j ACCEPT`;
  });
}

const UFW: Readonly<Record<string, string>> = { i: 'in', o: 'out' };
const PORTS: Readonly<Record<string, number>> = { DHCP: 67, DNS: 53 };

function inputRules(link: string, { by, chain, packets }: Foreign): string[] {
  return packets.flatMap((packet) => {
    const port = PORTS[packet.split(' ')[0] ?? ''];
    if (by === 'ufw') return `ufw allow in on ${link} to any port ${port} proto udp`;
    return isIptables(chain)
      ? `${iptables(chain)} -I ${chain.name} -i ${link} -p udp --dport ${port} -j ACCEPT`
      : `${nftInsert(chain)} iifname ${link} udp dport ${port} accept`;
  });
}

/** libvirt puts its bridges into their zones whenever firewalld reloads. */
const RELOAD_ZONES = 'firewall-cmd --reload';

/** A zone forwards between links that it names; one that is in the default zone by default has no name there. */
function zoneRules(link: string): string[] {
  return [
    `zone=$(firewall-cmd --get-zone-of-interface=${link} 2>/dev/null || firewall-cmd --get-default-zone)`,
    `firewall-cmd --permanent --zone="$zone" --change-interface=${link}`,
    'firewall-cmd --permanent --zone="$zone" --add-forward',
    RELOAD_ZONES,
  ];
}

/** Chains of iptables have no other names, whichever program shows them; those of `inet` it does not see. */
function isIptables({ family, table, name }: FirewallChain): boolean {
  return family !== 'inet' && table === 'filter' && ['FORWARD', 'INPUT'].includes(name);
}

function iptables({ family }: FirewallChain): string {
  return family === 'ip6' ? 'ip6tables' : 'iptables';
}

function nftInsert({ family, table, name }: FirewallChain): string {
  return `nft insert rule ${family} ${quote([table, name])}`;
}
