import { type Change, predict } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { scriptStep } from '../../plan/step.ts';
import { ALL_CHAINS, type FirewallRules, firewallRules } from '../observe/firewall-rules.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';

/** Its daemons write the rules of all networks again when they are reloaded or start, a moment after systemd says so. */
const RELOAD = `
for unit in virtnetworkd.service libvirtd.service; do
  ! systemctl cat "$unit" >/dev/null 2>&1 || ! systemctl is-active -q "$unit" "\${unit%.service}.socket" || {
    systemctl reload-or-restart "$unit" || exit
    reloaded=yes
    break
  }
done
[ -n "$reloaded" ] || { echo 'neither libvirtd nor virtnetworkd runs here' >&2; exit 1; }
has() { { iptables -w 5 -S "$1" || nft list chain ip libvirt_network "$2"; } 2>/dev/null | grep -qwF -- "$bridge"; }
bridge=$1 tries=0
until has LIBVIRT_FWI guest_input && has LIBVIRT_FWO guest_output && has LIBVIRT_FWX guest_cross; do
  [ $tries -lt 100 ] || exit 0
  tries=$((tries + 1)); sleep 0.1
done`;

/**
 * The plan of a network with the repair of its firewall rules, where somebody flushed them while the network runs on.
 * What starts it brings them along.
 */
export function withFirewall(plan: Plan, name: string, state: NetworkState, rules: FirewallRules): Plan {
  const bridge = ownBridge(state);
  if (!state.exists || !state.live || bridge === undefined || !rules || plan.failure !== undefined)
    return plan;
  // Such a network has none.
  if (state.live.forward?.mode === 'open') return plan;
  const missing = ALL_CHAINS.filter((chain) => !rules[chain]?.includes(bridge));
  const starts = plan.changes.some(({ steps }) => steps.some(({ do: kind }) => kind === 'detached'));
  if (missing.length === 0 || starts) return plan;
  return { ...plan, changes: [...plan.changes, repair(name, bridge, missing, rules)] };
}

function repair(
  name: string,
  bridge: string,
  missing: readonly string[],
  rules: NonNullable<FirewallRules>,
): Change {
  const after = Object.fromEntries(ALL_CHAINS.map((chain) => [chain, [...(rules[chain] ?? []), bridge]]));
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
