import { fileChange } from '../host/file-change.ts';
import { selfRefusal } from '../management/self-path.ts';
import { applyStep } from '../netplan/apply.ts';
import { begun, ended, notApplied } from '../netplan/applying.ts';
import { type Others, takeOver } from '../netplan/taken-files.ts';
import { type Change, NO_IMPACT } from '../plan/change.ts';
import { impactOf, lentSteps, touchedBy } from './bridge-impact.ts';
import type { CurrentBridge, DesiredBridge } from './desired-bridge.ts';
import type { LinkState } from './kernel/link.ts';
import { parentsOf } from './kernel/made-link.ts';
import { routingAfter } from './kernel/routes.ts';
import { inKernel } from './kernel-changes.ts';
import { defined } from './predict-link.ts';
import { isForeign } from './underlay.ts';
import { type Unset, unsetBy } from './unset.ts';

/** What taking over rests on for the bridge with this file. */
export function othersOf(
  path: string,
  { netplan: { files }, hardware, cloudInit }: Pick<CurrentBridge, 'netplan' | 'hardware' | 'cloudInit'>,
): Others {
  return { path, files, hardware, cloudInit };
}

const gone: LinkState = { exists: false };

/** What the file said that netplan last put in place and the task no longer says, where the bridge is there. */
export function unsetOf({ name, content }: DesiredBridge, { file, link, applying }: CurrentBridge): Unset {
  const before = applying.kind === 'file' ? applying : file;
  return unsetBy(name, link.exists ? before : { kind: 'absent' }, content);
}

/** A bridge that is only in the file, or only in the kernel, is not there: both are made as wanted. */
export function bridgeChanges(given: DesiredBridge, current: CurrentBridge): Change[] {
  const { name, path, content, parameters } = given;
  const { file, link, applying } = current;
  if (link.exists && !link.bridge) return [foreign(name, 'present')];
  const others = given.made.filter((made) => isForeign(made, current.links[made.name] ?? gone));
  if (others.length > 0) return others.map((made) => foreign(made.name, 'present', made.kind));
  const unset = unsetOf(given, current);
  const desired = { ...given, parameters: { ...unset.parameters, ...defined(parameters) } };
  const inFile = fileChange({ path, content, mode: '0600', owner: 'root', group: 'root' }, file);
  const inFiles = begun(path, file, applying, [
    ...takeOver(desired, current.taken, othersOf(path, current)),
    ...inFile,
  ]);
  const kernel = inKernel(desired, current, unset, inFile.length > 0);
  const differences = kernel.differences.map((one) => ({
    ...one,
    impact: NO_IMPACT,
    steps: [],
    predictions: [],
  }));
  const found = [...inFiles, ...differences];
  const all = found.length > 0 ? found : notApplied(path, applying);
  const last = all.at(-1);
  if (!last) return [];
  const done = inFiles.length > 0 || applying.kind === 'file' ? ended(path) : { steps: [], predictions: [] };
  const steps = [
    ...last.steps,
    ...kernel.before,
    applyStep([...touchedBy(desired, current), ...parentsOf(desired)]),
    ...kernel.after,
    ...lentSteps(desired, current),
    ...done.steps,
  ];
  const predictions = [...last.predictions, ...kernel.predictions, ...done.predictions];
  const after = routingAfter(current.routing, predictions);
  const blocked = selfRefusal(after, current);
  const made = { ...last, impact: impactOf(desired, current, after), steps, predictions: predictions };
  return [...all.slice(0, -1), { ...made, ...(blocked !== undefined && { blocked }) }];
}

export function foreign(name: string, after: string | null, kind = 'bridge'): Change {
  const blocked = `${name} is a link of this host, but no ${kind}. Choose another name.`;
  const what = `${kind} ${name}`;
  return {
    what,
    before: 'another kind of link',
    after,
    impact: NO_IMPACT,
    steps: [],
    predictions: [],
    blocked,
  };
}
