import { Address4, Address6 } from 'ip-address';
import type { FirewallChain, FirewallRule } from './chain.ts';

/** A packet that a filter is asked about. A link that is absent is another one, nobody knows which. */
export interface Packet {
  family: 'ip' | 'ip6';
  hook: 'forward' | 'input';
  in?: string;
  out?: string;
  source?: readonly string[];
  destination?: readonly string[];
  protocol?: string;
  port?: number;
  state: 'new' | 'established';
}

/** A chain that does not let a packet pass: the one that the kernel calls, and the one in which that was decided. */
export interface Refusal {
  base: FirewallChain;
  at: FirewallChain;
}

/**
 * The chains that surely keep a packet. A rule with conditions that are not read counts only where it lets a packet
 * pass and names its bridge or subnet: then somebody has thought of it. Where such a rule leaves its chain, the packet
 * goes whichever way lets it pass.
 */
export function refusalsOf(packet: Packet, chains: readonly FirewallChain[]): Refusal[] {
  return chains
    .filter(({ family, hook }) => hook === packet.hook && (family === 'inet' || family === packet.family))
    .flatMap((base) => {
      const table = chains.filter((each) => each.family === base.family && each.table === base.table);
      const { verdict = base.policy, at } = walk(packet, base, table, 0);
      return verdict === 'drop' || verdict === 'reject' ? [{ base, at }] : [];
    });
}

interface Walked {
  /** Absent where the packet goes on behind this chain. */
  verdict?: FirewallRule['does'];
  at: FirewallChain;
}

/** The kernel follows no more jumps than that: NFT_JUMP_STACK_SIZE. */
const DEEPEST = 16;

function walk(packet: Packet, chain: FirewallChain, table: readonly FirewallChain[], depth: number): Walked {
  for (const [index, rule] of chain.rules.entries()) {
    const isFor = applies(rule, packet);
    if (isFor === false) continue;
    if (rule.does === 'return') {
      if (isFor) return { at: chain };
      const rest = walk(packet, { ...chain, rules: chain.rules.slice(index + 1) }, table, depth);
      return rest.verdict === 'accept' ? rest : { at: chain };
    }
    if (!isFor && !(PASSING.has(rule.does) && names(rule, packet))) continue;
    if (DECIDING.has(rule.does)) return { verdict: rule.does, at: chain };
    const next = table.find(({ name }) => name === rule.to);
    if (!next || depth === DEEPEST) continue;
    const walked = walk(packet, next, table, depth + 1);
    if (!isFor && walked.verdict !== 'accept') continue;
    if (walked.verdict !== undefined) return walked;
    if (rule.does === 'goto') return { at: chain };
  }
  return { at: chain };
}

const DECIDING: ReadonlySet<string> = new Set(['accept', 'drop', 'reject']);
const PASSING: ReadonlySet<string> = new Set(['accept', 'jump', 'goto']);

/** Whether a rule is for a packet; undefined where that is not known. */
function applies(rule: FirewallRule, packet: Packet): boolean | undefined {
  const conditions = [
    among(rule.in, packet.in === undefined ? undefined : isLink(packet.in)),
    among(rule.out, packet.out === undefined ? undefined : isLink(packet.out)),
    among(rule.states, (state) => state === packet.state),
    among(rule.protocols, packet.protocol === undefined ? undefined : (one) => one === packet.protocol),
    among(rule.ports, packet.port === undefined ? undefined : isPort(packet.port)),
    within(rule.source, packet.source),
    within(rule.destination, packet.destination),
    rule.more ? undefined : true,
  ];
  if (conditions.includes(false)) return false;
  return conditions.includes(undefined) ? undefined : true;
}

/** Whether a condition holds; undefined where that is not known. */
function among(values: readonly string[] | undefined, is?: (value: string) => boolean): boolean | undefined {
  if (!values) return true;
  return is && values.some(is);
}

/** The address of a packet is one of its subnet: whether it is one of a part of that is not known. */
function within(subnets: readonly string[] | undefined, own: readonly string[] = []): boolean | undefined {
  if (!subnets) return true;
  if (subnets.some((subnet) => covers(subnet, own))) return true;
  const isApart = own.length > 0 && !subnets.some((subnet) => own.some((each) => isInside(subnet, each)));
  return isApart ? false : undefined;
}

function covers(subnet: string, own: readonly string[]): boolean {
  return own.some((each) => isInside(each, subnet));
}

/** A range, `10.0.0.1-10.0.0.9`, is inside of nothing and has nothing inside. */
function isInside(inner: string, outer: string): boolean {
  if (inner === outer) return true;
  if ([inner, outer].every((text) => Address4.isValid(text)))
    return new Address4(inner).isInSubnet(new Address4(outer));
  if ([inner, outer].every((text) => Address6.isValid(text)))
    return new Address6(inner).isInSubnet(new Address6(outer));
  return false;
}

function isLink(link: string): (value: string) => boolean {
  return (value) => (value.endsWith('*') ? link.startsWith(value.slice(0, -1)) : value === link);
}

/** `67`, `1024-65535` (nft) or `1024:65535` (iptables). */
function isPort(port: number): (value: string) => boolean {
  return (value) => {
    const [first = 0, last = first] = value.split(/[-:]/).map(Number);
    return first <= port && port <= last;
  };
}

function names(
  { in: comes = [], out = [], source = [], destination = [] }: FirewallRule,
  packet: Packet,
): boolean {
  return (
    (packet.in !== undefined && comes.includes(packet.in)) ||
    (packet.out !== undefined && out.includes(packet.out)) ||
    source.some((subnet) => covers(subnet, packet.source ?? [])) ||
    destination.some((subnet) => covers(subnet, packet.destination ?? []))
  );
}
