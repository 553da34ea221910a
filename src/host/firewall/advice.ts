import { quote } from '../../plan/quote.ts';
import type { FirewallChain } from './chain.ts';
import type { Foreign } from './foreign.ts';

/** A sentence on what another tool keeps, and the rules that let it pass: Virtfleet does not touch what others write. */
export function foreignAdvice(
  whose: string,
  bridge: string,
  found: Foreign,
  all: readonly FirewallChain[],
): string {
  const { by, chain, packets } = found;
  const who = by === 'somebody' ? 'A firewall' : by;
  const where = `chain ${chain.name} of table ${chain.family} ${chain.table}`;
  return [
    `${who} drops packets of ${whose}: ${packets.join(', ')} (${where}). These rules let them pass:`,
    ...passingRules(bridge, found, all).map((command) => `  ${command}`),
  ].join('\n');
}

/** Commands that let the packets of a bridge pass the filter that keeps them. */
export function passingRules(bridge: string, found: Foreign, all: readonly FirewallChain[]): string[] {
  return found.chain.hook === 'input' ? inputRules(bridge, found) : forwardRules(bridge, found, all);
}

/** Where docker lets others say what passes: https://docs.docker.com/engine/network/packet-filtering-firewalls/ */
const DOCKER_USER = 'DOCKER-USER';

function forwardRules(bridge: string, { by, chain }: Foreign, all: readonly FirewallChain[]): string[] {
  const link = quote([bridge]);
  if (by === 'ufw') return [`ufw route allow in on ${link}`, `ufw route allow out on ${link}`];
  if (by === 'firewalld') return zoneRules(link);
  const own = all.some((each) => each.family === chain.family && each.name === DOCKER_USER);
  const name = by === 'docker' && own ? DOCKER_USER : chain.name;
  return ['i', 'o'].map((way) =>
    isIptables(chain)
      ? `${iptables(chain)} -I ${name} -${way} ${link} -j ACCEPT`
      : `${nftInsert(chain)} ${way}ifname ${link} accept`,
  );
}

const PORTS: Readonly<Record<string, number>> = { DHCP: 67, DNS: 53 };

function inputRules(bridge: string, { by, chain, packets }: Foreign): string[] {
  const link = quote([bridge]);
  if (by === 'firewalld') return zoneRules(link);
  return packets.flatMap((packet) => {
    const port = PORTS[packet.split(' ')[0] ?? ''];
    if (by === 'ufw') return `ufw allow in on ${link} to any port ${port} proto udp`;
    return isIptables(chain)
      ? `${iptables(chain)} -I ${chain.name} -i ${link} -p udp --dport ${port} -j ACCEPT`
      : `${nftInsert(chain)} iifname ${link} udp dport ${port} accept`;
  });
}

/** libvirt brings this zone, which lets everything pass: its own rules decide. */
function zoneRules(link: string): string[] {
  return [`firewall-cmd --permanent --zone=libvirt --change-interface=${link}`, 'firewall-cmd --reload'];
}

/** Chains of iptables have no other names, whichever program shows them. */
function isIptables({ table, name }: FirewallChain): boolean {
  return table === 'filter' && ['FORWARD', 'INPUT'].includes(name);
}

function iptables({ family }: FirewallChain): string {
  return family === 'ip6' ? 'ip6tables' : 'iptables';
}

function nftInsert({ family, table, name }: FirewallChain): string {
  return `nft insert rule ${family} ${quote([table, name])}`;
}
