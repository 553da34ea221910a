import type { FirewallChain, FirewallRule } from './chain.ts';

/** The chains of `iptables-save`, for hosts on which nft does not show them. */
export function parseIptablesSave(text: string, family: 'ip' | 'ip6'): FirewallChain[] {
  const chains = new Map<string, FirewallChain & { rules: FirewallRule[] }>();
  let table = '';
  for (const line of text.split('\n')) {
    const [, opened] = /^\*(\S+)/.exec(line) ?? [];
    const [, declared, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    const [, chain, words] = /^-A (\S+) (.*)/.exec(line) ?? [];
    table = opened ?? table;
    if (declared !== undefined) {
      // Chains with a hook are those with a policy, and are named like it.
      const base = policy === '-' ? {} : { hook: declared.toLowerCase(), policy: policyOf(policy) };
      chains.set(`${table} ${declared}`, { family, table, name: declared, ...base, rules: [] });
    }
    if (words !== undefined) chains.get(`${table} ${chain}`)?.rules.push(ruleOf(words));
  }
  return [...chains.values()];
}

function policyOf(policy = ''): 'accept' | 'drop' {
  return policy === 'DROP' ? 'drop' : 'accept';
}

const TARGETS: Readonly<Record<string, FirewallRule['does']>> = {
  ACCEPT: 'accept',
  DROP: 'drop',
  REJECT: 'reject',
  RETURN: 'return',
  MASQUERADE: 'nat',
  SNAT: 'nat',
};

/** Options with one value, see iptables-extensions(8). */
const OPTIONS: Readonly<Record<string, (rule: FirewallRule, value: string) => void>> = {
  '-i': (rule, value) => Object.assign(rule, { in: [linkOf(value)] }),
  '-o': (rule, value) => Object.assign(rule, { out: [linkOf(value)] }),
  '-s': (rule, value) => Object.assign(rule, { source: [value] }),
  '-d': (rule, value) => Object.assign(rule, { destination: [value] }),
  '-p': (rule, value) => Object.assign(rule, { protocols: [value] }),
  '--dport': (rule, value) => Object.assign(rule, { ports: [value] }),
  '--dports': (rule, value) => Object.assign(rule, { ports: value.split(',') }),
  '--ctstate': (rule, value) => Object.assign(rule, { states: value.toLowerCase().split(',') }),
  '--state': (rule, value) => Object.assign(rule, { states: value.toLowerCase().split(',') }),
  '-m': () => undefined,
  '--comment': () => undefined,
};

/** `! -d 10.0.0.0/24 -i virbr0 -m comment --comment "a b" -j ACCEPT`; what follows on the target is its own. */
function ruleOf(text: string): FirewallRule {
  const words = text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const rule: FirewallRule = { does: 'other' };
  for (let at = 0; at < words.length; ) {
    const negated = words[at] === '!';
    if (negated) at += 1;
    const [word = '', value = ''] = words.slice(at, at + 2);
    if (word === '-j' || word === '-g') return Object.assign(rule, targetOf(word, value));
    const take = negated ? undefined : OPTIONS[word];
    if (take) take(rule, value);
    else rule.more = true;
    do at += 1;
    while (at < words.length && !/^(!$|-)/.test(words[at] ?? ''));
  }
  return rule;
}

function targetOf(word: string, value: string): Pick<FirewallRule, 'does' | 'to'> {
  const does = TARGETS[value];
  return does ? { does } : { does: word === '-g' ? 'goto' : 'jump', to: value };
}

function linkOf(value: string): string {
  return value.replace(/\+$/, '*');
}
