import { portsAgain } from '../management/ports-again.ts';
import type { Rollback } from '../plan/plan.ts';
import type { CurrentBridge } from './current-bridge.ts';
import type { DesiredBridge } from './desired-bridge.ts';
import { KERNEL_DEFAULTS, kernelParameters } from './kernel/link.ts';
import { portValueSteps, valuesBefore } from './kernel/port-values.ts';
import { deleteStep, LEASE_SECONDS, mtuStep, parameterStep, settleStep, unplugStep } from './kernel/steps.ts';
import { leaving } from './kernel/underlay-link.ts';
import { underlayRollback } from './underlay.ts';

/** Restores the bridge as it was, or removes it: netplan leaves a bridge and its ports that no file names any more. */
export function bridgeRollback(
  desired: DesiredBridge,
  { renderer, link, links, portValues }: Pick<CurrentBridge, 'renderer' | 'link' | 'links' | 'portValues'>,
): Rollback {
  const { name, interfaces } = desired;
  const { boot } = renderer.rollback;
  const silence = silenceOf(desired);
  const underlay = underlayRollback(desired.underlay, links);
  const mtus = Object.entries({ ...links, [name]: link }).flatMap(([each, is]) =>
    is.exists ? [mtuStep(each, is.mtu)] : [],
  );
  if (!link.exists)
    return { steps: [deleteStep(name), ...underlay, ...renderer.rollback.steps, ...mtus], boot, silence };
  const taken = interfaces.filter((port) => !link.ports.includes(port));
  const back = portsAgain(name, leaving(desired, link));
  const steps = [
    ...taken.map((port) => unplugStep(name, port)),
    ...underlay,
    ...back.steps,
    ...kernelParameters(link.bridge ?? {}).map(([parameter, value]) => parameterStep(name, parameter, value)),
    ...renderer.rollback.steps,
    ...mtus,
    settleStep(name, link),
    ...portValueSteps(name, valuesBefore(desired.portValues, portValues)),
  ];
  return { ...back, steps, boot, silence };
}

/** With a spanning tree a port listens and learns for a forward delay each before it forwards: IEEE 802.1D. */
function silenceOf({ parameters, sources }: DesiredBridge): number {
  const lease = sources.some((one) => one !== 'accept-ra') ? LEASE_SECONDS : 0;
  if (parameters?.stp === false) return lease;
  return lease + 2 * (parameters?.['forward-delay'] ?? KERNEL_DEFAULTS['forward-delay'] ?? 0);
}
