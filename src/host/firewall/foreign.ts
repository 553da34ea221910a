import type { FirewallChain } from './chain.ts';
import { type Packet, refusalsOf } from './verdict.ts';

/** Who writes a filter, where that can be told from its names. */
export type FirewallTool = 'docker' | 'ufw' | 'firewalld' | 'kubernetes' | 'somebody';

/** Packets that a filter of another tool keeps. */
export interface Foreign {
  by: FirewallTool;
  chain: FirewallChain;
  packets: readonly string[];
}

const SIGNS: readonly [FirewallTool, RegExp][] = [
  ['ufw', /^ufw6?-/],
  ['docker', /^DOCKER/],
  ['kubernetes', /^(KUBE-|cali-|CILIUM_)/],
];

/** What filters, other than libvirt's own, keep of these packets, which have names for people: `from guests`. */
export function foreignRefusals(
  packets: Readonly<Record<string, Packet>>,
  chains: readonly FirewallChain[],
): Foreign[] {
  const found = new Map<FirewallChain, string[]>();
  for (const [name, packet] of Object.entries(packets))
    for (const { base, at } of refusalsOf(packet, chains))
      if (!isLibvirts(at)) found.set(base, [...(found.get(base) ?? []), name]);
  return [...found].map(([chain, names]) => ({ by: writerOf(chain, chains), chain, packets: names }));
}

export function isLibvirts({ name, table }: FirewallChain): boolean {
  return table === 'libvirt_network' || name.startsWith('LIBVIRT_');
}

/** A policy is nobody's by name: it is taken for the tool's that has chains beside it. */
function writerOf({ family, table }: FirewallChain, chains: readonly FirewallChain[]): FirewallTool {
  if (table === 'firewalld') return 'firewalld';
  const beside = chains.filter((each) => each.family === family && each.table === table);
  const sign = SIGNS.find(([, pattern]) => beside.some(({ name }) => pattern.test(name)));
  return sign?.[0] ?? 'somebody';
}
