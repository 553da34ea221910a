import { type Change, predict } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { scriptStep } from '../../plan/step.ts';
import { libvirtChains } from '../observe/firewall-rules.ts';
import { type NetworkState, networkAt } from '../observe/network-state.ts';
import { expectedRules } from './firewall-expected.ts';
import { REWRITE_RULES } from './rewrite-rules-script.ts';

/**
 * libvirt makes the chains of its rules once, before the first network that it starts, and starts none any more where
 * somebody has taken them away since. What has it write them again does nothing where it has made none yet; then, and
 * where it cannot be told, the start itself says what is wrong.
 */
const MAKE_CHAINS = `( ${REWRITE_RULES} ) || true`;

/**
 * The same plan, of which a change that starts the network has the chains of libvirt made before, where they are gone.
 *
 * @param chains Whether they are there, undefined where nobody can tell.
 */
export function withChainsFirst(plan: Plan, name: string, chains: boolean | undefined): Plan {
  if (chains !== false) return plan;
  const made = scriptStep('libvirt makes the chains of its firewall rules', MAKE_CHAINS, []);
  const first = ({ steps, predictions, ...change }: Change): Change => ({
    ...change,
    steps: [made, ...steps],
    predictions: [...predictions, predict(libvirtChains, true)],
  });
  return { ...plan, changes: plan.changes.map((change) => (isStart(change, name) ? first(change) : change)) };
}

/** Whether it starts a network for which libvirt writes rules. */
function isStart({ action, predictions }: Change, name: string): boolean {
  if (action !== 'start' && action !== 'create') return false;
  const after = predictions.find(({ probe }) => probe.key === networkAt(name).key)?.value;
  return after !== undefined && expectedRules(after as NetworkState).length > 0;
}
