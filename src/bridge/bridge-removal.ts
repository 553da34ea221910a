import type { BridgePort } from '../host/bridge-ports.ts';
import { portsAgain } from '../management/ports-again.ts';
import { selfImpact } from '../management/self-path.ts';
import { type Change, type Impact, NO_IMPACT, predict } from '../plan/change.ts';
import type { Rollback } from '../plan/plan.ts';
import type { CurrentBridge } from './current-bridge.ts';
import type { DesiredBridge } from './desired-bridge.ts';
import type { ExistingLink } from './kernel/link.ts';
import { linkAt } from './kernel/probes.ts';
import { deleteStep, settleStep } from './kernel/steps.ts';
import { foreign } from './plan-bridge.ts';
import { mtusBack } from './ports-after.ts';
import { removal, underlayIn } from './underlay.ts';
import { withMtu } from './unset.ts';

/** Removes the files and the link; netplan alone would leave the link. */
export function bridgeRemoval(
  { name }: Pick<DesiredBridge, 'name'>,
  current: Omit<CurrentBridge, 'links' | 'carries' | 'portValues'>,
): Change[] {
  const { renderer, link, bridgePorts } = current;
  const files = renderer.removal();
  if (!files.isDescribed && !link.exists) return [];
  if (link.exists && !link.bridge) return [foreign(name, null)];
  const gone = removal(underlayIn(renderer.described));
  const impact: Impact =
    selfImpact(
      { links: link.exists ? [name, ...link.ports] : [], unknown: comesBack(files.givenBack) },
      current,
    ) ?? (link.exists ? removalImpact(link, tapsOf(name, bridgePorts)) : NO_IMPACT);
  const undescribe = [
    ...files.steps,
    ...mtusBack(withMtu(renderer.described), current.hardware),
    renderer.apply([name, ...(link.exists ? link.ports : [])]),
  ];
  return [
    ...files.givenBack,
    {
      action: 'delete',
      proof: 'observed',
      what: `bridge ${name}`,
      copies: ['file', 'kernel'],
      before: link.exists ? 'present' : 'in the file only',
      after: null,
      ...(files.diff && { diff: files.diff }),
      impact,
      steps: [
        ...(files.isDescribed ? undescribe : []),
        deleteStep(name),
        ...gone.steps,
        ...files.finish.steps,
      ],
      predictions: [
        ...files.predictions,
        predict(linkAt(name), { exists: false }),
        ...gone.predictions,
        ...files.finish.predictions,
      ],
    },
  ];
}

/** What a file describes that is given back was never compared with the host as it is now. */
function comesBack(given: readonly Change[]): string | undefined {
  const files = given.map(({ what }) => what);
  return files.length > 0
    ? `what comes back with ${files.join(', ')} may lead the answers of this SSH session elsewhere`
    : undefined;
}

/** Restores a bridge that was removed, with the guests that were on it. */
export function removalRollback(
  name: string,
  { renderer, link, bridgePorts }: Pick<CurrentBridge, 'renderer' | 'link' | 'bridgePorts'>,
): Rollback {
  const ports = link.exists ? [...link.ports, ...tapsOf(name, bridgePorts)] : [];
  const plugged = portsAgain(name, ports);
  return {
    ...plugged,
    steps: [...renderer.rollback.steps, ...plugged.steps, settleStep(name, link)],
    boot: renderer.rollback.boot,
  };
}

function tapsOf(name: string, ports: readonly BridgePort[]): string[] {
  return ports.filter(({ bridge, tap }) => bridge === name && tap).map(({ port }) => port);
}

function removalImpact({ ports, addresses }: ExistingLink, taps: readonly string[]): Impact {
  const carried = [...ports, ...taps, ...addresses].join(', ');
  if (carried === '') return NO_IMPACT;
  const disruption = ports.length + taps.length > 0 ? 'link' : 'service';
  const guests =
    taps.length > 0 ? `; guests on ${taps.join(', ')} have no bridge until they are restarted` : '';
  return { disruption, note: `it carries ${carried}${guests}` };
}
