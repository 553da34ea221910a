import { type Change, predict } from '../../plan/change.ts';
import { scriptStep } from '../../plan/step.ts';
import { modeOf } from '../model/mode.ts';
import { ALL_CHAINS, type FirewallRules, firewallRules } from '../observe/firewall-rules.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';
import { RELOAD_LIBVIRT } from './reload-script.ts';

/** Its daemons write the rules of all networks again when they are reloaded or start. */
const RELOAD = `${RELOAD_LIBVIRT}
has() { { iptables -w 5 -S "$1" || nft list chain ip libvirt_network "$2"; } 2>/dev/null | grep -qwF -- "$bridge"; }
bridge=$1 tries=0
until has LIBVIRT_FWI guest_input && has LIBVIRT_FWO guest_output && has LIBVIRT_FWX guest_cross; do
  [ $tries -lt 100 ] || exit 0
  tries=$((tries + 1)); sleep 0.1
done`;

/** The change that has libvirt write the firewall rules of a network again, where somebody flushed them while it runs. */
export function repairedFirewall(name: string, state: NetworkState, rules: FirewallRules): Change[] {
  const bridge = ruled(state);
  if (bridge === undefined || !rules) return [];
  const missing = ALL_CHAINS.filter((chain) => !rules[chain]?.includes(bridge));
  return missing.length === 0 ? [] : [repair(name, bridge, missing, rules)];
}

function repair(
  name: string,
  bridge: string,
  missing: readonly string[],
  rules: NonNullable<FirewallRules>,
): Change {
  const after = withRules(rules, bridge);
  return {
    action: 'create',
    proof: 'observed',
    what: `firewall rules of network ${name}`,
    copies: ['kernel'],
    before: null,
    after: missing.join(', '),
    impact: {
      disruption: 'service',
      note: 'libvirt reloads: it writes the rules of all networks, and starts what is to start with the host',
    },
    steps: [scriptStep('libvirt writes its firewall rules again', RELOAD, [bridge])],
    predictions: [predict(firewallRules, after)],
    sideEffects: true,
  };
}

/** The rules once a network is as it will be: libvirt writes them when it starts, and takes them away when it stops. */
export function rulesAfter(rules: FirewallRules, before: NetworkState, after: NetworkState): FirewallRules {
  const [is, next] = [before, after].map(ruled);
  if (!rules || is === next) return rules;
  const left = is === undefined ? rules : withoutRules(rules, is);
  return next === undefined ? left : withRules(left, next);
}

/** The bridge of a network that runs with rules: one of mode open has none. */
function ruled(state: NetworkState): string | undefined {
  return state.exists && state.live && modeOf(state.live) !== 'open' ? ownBridge(state) : undefined;
}

type Rules = NonNullable<FirewallRules>;

function withRules(rules: Rules, bridge: string): Rules {
  const entries = ALL_CHAINS.map((chain) => {
    const bridges = new Set([...(rules[chain] ?? []), bridge]);
    return [chain, [...bridges].toSorted()] as const;
  });
  return Object.fromEntries(entries);
}

function withoutRules(rules: Rules, bridge: string): Rules {
  return Object.fromEntries(
    Object.entries(rules).map(([chain, bridges]) => [chain, bridges.filter((one) => one !== bridge)]),
  );
}
