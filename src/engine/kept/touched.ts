import type { Change } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Probe } from '../../plan/probe.ts';
import type { ResolvedTask } from '../../playbook/resolve/resolved-play.ts';
import { KEPT_KINDS, type KeptKind, type KeptTask } from './kept-record.ts';

/** What a plan is going to change on its host, by what its changes predict and the files that they write. */
export interface Touched extends Omit<KeptTask, 'kept'> {
  probes: readonly (Probe & { member: { kind: KeptKind; name: string } })[];
  /** Those of the paths that go, with all that is below. */
  trees: readonly string[];
}

export function touchedBy({ name, module, place, noLog }: ResolvedTask, { changes }: Plan): Touched {
  const { file, line, column } = place;
  return {
    ...{ task: name, module, file, line, column },
    probes: unique(changes.flatMap(keptProbes), ({ key }) => key),
    paths: unique(changes.flatMap(pathsOf), (path) => path),
    trees: changes.filter(({ action }) => action === 'delete').flatMap(pathsOf),
    restarts: unique(changes.flatMap(restartsOf), (unit) => unit),
    beyond: changes.filter(isBeyond).map(({ what }) => (noLog ? HIDDEN : what)),
  };
}

/** Of a task with `no_log`. */
const HIDDEN = 'what no_log hides';

function keptProbes({ predictions }: Change): Touched['probes'] {
  return predictions.map(({ probe }) => probe).filter(isKept);
}

function isKept(probe: Probe): probe is Touched['probes'][number] {
  return KEPT_KINDS.some((kind) => kind === probe.member?.kind);
}

/** What Virtfleet itself keeps of runs, guards and applied tasks is no part of what a rollback brings back. */
const ITS_OWN = /^\/var\/lib\/virtfleet\/(?:runs|backups|guards|applied)\//;

function pathsOf({ predictions, steps }: Change): string[] {
  const predicted = predictions.flatMap(({ probe: { member } }) =>
    member?.kind === 'file' || member?.kind === 'file state' ? [member.name] : [],
  );
  const written = steps.flatMap((step) => (step.do === 'write' || step.do === 'remove' ? [step.path] : []));
  return [...predicted, ...written].filter((path) => !/[\n\t]/.test(path) && !ITS_OWN.test(path));
}

/** An order to a unit that is not compared: `what` is `unit NAME`. */
function restartsOf({ copies, proof, what, steps }: Change): string[] {
  const isOrder = proof === 'opaque' && copies?.includes('unit') && steps.length > 0;
  return isOrder ? [what.replace(/^unit /, '')] : [];
}

/** A change of several lines has its steps on the last one; what serves Virtfleet is not told. */
function isBeyond(change: Change): boolean {
  const { steps, bookkeeping } = change;
  if (bookkeeping || steps.length === 0) return false;
  return keptProbes(change).length + pathsOf(change).length + restartsOf(change).length === 0;
}

function unique<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}
