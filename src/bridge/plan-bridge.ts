import { routing } from '../management/routing.ts';
import { selfRefusal } from '../management/self-path.ts';
import { type Change, NO_IMPACT, valueAction } from '../plan/change.ts';
import { valueAfter } from '../plan/dependency.ts';
import { impactOf, leaseSteps, touchedBy } from './bridge-impact.ts';
import type { CurrentBridge } from './current-bridge.ts';
import type { DesiredBridge } from './desired-bridge.ts';
import type { LinkState } from './kernel/link.ts';
import { linkDependencies } from './kernel/link-dependencies.ts';
import { parentsOf } from './kernel/underlay-link.ts';
import { inKernel } from './kernel-changes.ts';
import { defined } from './predict-link.ts';
import { isForeign } from './underlay.ts';
import { type Unset, unsetBy } from './unset.ts';

const KERNEL = ['kernel'] as const;

const gone: LinkState = { exists: false };

/** What the files said when they were last applied and no longer say, where the bridge exists. */
export function unsetOf(desired: DesiredBridge, { renderer, link }: CurrentBridge): Unset {
  return unsetBy(desired.name, link.exists ? renderer.applied : [], renderer.describes(desired));
}

/** A bridge that is only in the files, or only in the kernel, does not exist: both are made. */
export function bridgeChanges(given: DesiredBridge, current: CurrentBridge): Change[] {
  const { name, parameters } = given;
  const { link, renderer } = current;
  if (link.exists && !link.bridge) return [foreign(name, 'present')];
  const others = given.underlay.filter((one) => isForeign(one, current.links[one.name] ?? gone));
  if (others.length > 0) return others.map((one) => foreign(one.name, 'present', one.kind));
  const unset = unsetOf(given, current);
  const all = { ...unset.parameters, ...defined(parameters) };
  const desired = { ...given, parameters: renderer.settable(all) };
  const files = renderer.files(desired);
  const kernel = inKernel(desired, current, unset, files.isNew);
  const differences = kernel.differences.map((one) => ({
    ...one,
    action: valueAction(one.before, one.after),
    proof: 'observed' as const,
    copies: KERNEL,
    impact: NO_IMPACT,
    steps: [],
    predictions: [],
  }));
  const found = [...files.changes, ...differences];
  const changes = found.length > 0 ? found : files.unapplied;
  const last = changes.at(-1);
  if (!last) return [];
  const steps = [
    ...last.steps,
    ...kernel.before,
    renderer.apply([...touchedBy(desired, current), ...parentsOf(desired)]),
    ...kernel.after,
    ...leaseSteps(desired, current),
    ...files.finish.steps,
  ];
  const predictions = [...last.predictions, ...kernel.predictions, ...files.finish.predictions];
  const after = valueAfter(routing, current.routing, predictions, linkDependencies);
  const blocked = selfRefusal(after, current);
  const closing = { ...last, impact: impactOf(desired, current, after), steps, predictions };
  return [...changes.slice(0, -1), { ...closing, ...(blocked !== undefined && { blocked }) }];
}

export function foreign(name: string, after: string | null, kind = 'bridge'): Change {
  const blocked = `${name} is a link of this host, but no ${kind}. Choose another name.`;
  const what = `${kind} ${name}`;
  return {
    action: 'update',
    proof: 'observed',
    what,
    before: 'another kind of link',
    after,
    impact: NO_IMPACT,
    steps: [],
    predictions: [],
    blocked,
  };
}
