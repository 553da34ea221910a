import { type Change, predict } from '../../plan/change.ts';
import { scriptStep } from '../../plan/step.ts';
import { ALL_PURPOSES, type FirewallRules, firewallRules } from '../observe/firewall-rules.ts';
import type { NetworkState } from '../observe/network-state.ts';
import { type Expected, expectedRules, missingRules } from './firewall-expected.ts';
import { REWRITE_RULES } from './rewrite-rules-script.ts';

/** The change that has libvirt write the firewall rules of a network again, where somebody took them away while it runs. */
export function repairedFirewall(name: string, state: NetworkState, rules: FirewallRules): Change[] {
  const missing = rules && missingRules(state, rules);
  if (!missing) return [];
  return [
    {
      action: 'create',
      proof: 'observed',
      what: `firewall rules of network ${name}`,
      copies: ['kernel'],
      before: null,
      after: missing.areAll ? 'all' : missing.purposes.join(', '),
      impact: { disruption: 'service', note: 'libvirt writes the rules of all networks again' },
      steps: [{ ...scriptStep('libvirt writes its firewall rules again', REWRITE_RULES, []), ofRoot: true }],
      predictions: [predict(firewallRules, withRules(rules, expectedRules(state)))],
      sideEffects: true,
    },
  ];
}

/** The rules once a network is as it will be: libvirt writes them when it starts, and takes them away when it stops. */
export function rulesAfter(rules: FirewallRules, before: NetworkState, after: NetworkState): FirewallRules {
  if (!rules) return rules;
  const [was, is] = [before, after].map(expectedRules);
  const gone = (was ?? []).filter(([purpose, value]) => !is?.some(([p, v]) => p === purpose && v === value));
  const left = (entries: readonly string[], purpose: string) =>
    entries.filter((value) => !gone.some(([p, v]) => p === purpose && v === value));
  const kept = Object.entries(rules).map(([purpose, entries]) => [purpose, left(entries, purpose)] as const);
  return withRules(Object.fromEntries(kept) as unknown as Rules, is ?? []);
}

type Rules = NonNullable<FirewallRules>;

function withRules(rules: Rules, expected: readonly Expected[]): Rules {
  const entries = ALL_PURPOSES.map((purpose) => {
    const own = expected.filter(([each]) => each === purpose).map(([, value]) => value);
    return [purpose, [...new Set([...rules[purpose], ...own])].toSorted()] as const;
  });
  return Object.fromEntries(entries) as unknown as Rules;
}
