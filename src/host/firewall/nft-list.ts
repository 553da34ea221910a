import type { FirewallChain, FirewallRule } from './chain.ts';

/** The chains of `nft list ruleset`, which shows rules of iptables-nft too. Tables of other families are left out. */
export function parseNftList(text: string): FirewallChain[] {
  const chains: (FirewallChain & { rules: FirewallRule[] })[] = [];
  let table: Pick<FirewallChain, 'family' | 'table'> | undefined;
  let inChain = false;
  for (const line of text.split('\n').map((each) => each.trim())) {
    const [, family, name = ''] = /^table (\S+) (\S+) \{/.exec(line) ?? [];
    const [, chain] = /^chain (\S+) \{/.exec(line) ?? [];
    const open = chains.at(-1);
    if (family !== undefined) table = isRead(family) ? { family, table: name } : undefined;
    else if (chain !== undefined && table) inChain = chains.push({ ...table, name: chain, rules: [] }) > 0;
    else if (line === '}') inChain = false;
    else if (inChain && open && line !== '') {
      const [, hook, policy] = /^type \S+ hook (\S+) .*?(?:policy (accept|drop);)?$/.exec(line) ?? [];
      if (hook === undefined) open.rules.push(...rulesOf(line));
      else Object.assign(open, { hook, policy: policy ?? 'accept' });
    }
  }
  return chains;
}

function isRead(family: string): family is FirewallChain['family'] {
  return ['ip', 'ip6', 'inet'].includes(family);
}

/** A map of verdicts, `ct state vmap { established : accept, invalid : drop }`, is a rule for each of its entries. */
function rulesOf(line: string): FirewallRule[] {
  const [, before, entries] = /^(.*?)vmap \{ (.*) \}/.exec(line) ?? [];
  if (before === undefined || entries === undefined) return [ruleOf(line)];
  return entries.split(', ').map((entry) => {
    const [value = '', verdict = ''] = entry.split(' : ');
    return ruleOf(`${before}${value} ${verdict}`);
  });
}

/** What says nothing of which packets a rule is for. */
const NO_CONDITION =
  /\bcounter( packets \d+ bytes \d+)?|\blog( (prefix "[^"]*"|level \S+|flags \S+|group \d+))*|\bcomment "[^"]*"|xt match "comment"|# handle \d+/g;

/** What is in a named set, `@allowed`, is not read. */
const VALUES = String.raw`(\{ [^}]* \}|[^\s@]\S*)`;
type Condition = [pattern: RegExp, take: (rule: FirewallRule, value: string) => void];
const CONDITIONS: readonly Condition[] = [
  [condition('(?:meta )?iif(?:name)?'), (rule, value) => Object.assign(rule, { in: listOf(value) })],
  [condition('(?:meta )?oif(?:name)?'), (rule, value) => Object.assign(rule, { out: listOf(value) })],
  [condition('ip6? saddr'), (rule, value) => Object.assign(rule, { source: listOf(value) })],
  [condition('ip6? daddr'), (rule, value) => Object.assign(rule, { destination: listOf(value) })],
  [
    condition('(?:meta l4proto|ip protocol|ip6 nexthdr)'),
    (rule, value) => Object.assign(rule, { protocols: listOf(value) }),
  ],
  [condition('ct state'), (rule, value) => Object.assign(rule, { states: listOf(value) })],
];
const PORTS = new RegExp(String.raw`\b(tcp|udp|th) dport ${VALUES}`);

function condition(name: string): RegExp {
  return new RegExp(`(?<=^| )${name} (?!!= )${VALUES}`);
}

const VERDICTS: readonly [RegExp, FirewallRule['does']][] = [
  [/\baccept\b/, 'accept'],
  [/\bdrop\b/, 'drop'],
  [/\breject\b.*|xt target "REJECT"/, 'reject'],
  [/\breturn\b/, 'return'],
  [/\b(?:masquerade|snat)\b.*|xt target "(?:MASQUERADE|SNAT)"/, 'nat'],
];

/** `iifname "virbr0" ip saddr 10.0.0.0/24 counter accept`, see nft(8): what is left when all that is known is taken away is more. */
function ruleOf(line: string): FirewallRule {
  const rule: FirewallRule = { does: 'other' };
  let left = line.replace(NO_CONDITION, '');
  const [, way, chain] = /\b(jump|goto) (\S+)/.exec(left) ?? [];
  if (way !== undefined) {
    Object.assign(rule, { does: way, to: chain });
    left = left.replace(`${way} ${chain}`, '');
  }
  for (const [pattern, take] of CONDITIONS)
    left = left.replace(pattern, (_, value: string) => {
      take(rule, value);
      return '';
    });
  left = left.replace(PORTS, (_, protocol: string, value: string) => {
    Object.assign(rule, { ports: listOf(value), ...(protocol !== 'th' && { protocols: [protocol] }) });
    return '';
  });
  if (rule.does === 'other')
    for (const [pattern, does] of VERDICTS)
      left = left.replace(pattern, () => {
        rule.does = does;
        return '';
      });
  return left.trim() === '' ? rule : { ...rule, more: true };
}

/** `"virbr0"`, `{ 53, 67 }`, `established,related`. */
function listOf(value: string): string[] {
  return value
    .replace(/[{}"]/g, '')
    .split(',')
    .map((each) => each.trim());
}
