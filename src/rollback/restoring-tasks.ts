import type { LinkState } from '../bridge/kernel/link.ts';
import type { KeptTask } from '../engine/kept/kept-record.ts';
import { differingCopies } from '../libvirt/compare/copy-differences.ts';
import type { GuestState } from '../libvirt/guest/guest-state.ts';
import type { Network } from '../libvirt/model/network.ts';
import type { NetworkState } from '../libvirt/observe/network-state.ts';
import { stamped } from '../libvirt/ownership/stamp.ts';
import type { AnyModule } from '../modules/module.ts';
import type { KeptFile } from './kept-on-host.ts';
import { type KeptState, probeOf } from './kept-states.ts';
import { type RestoredCopy, restoredCopy } from './restored-copy.ts';
import { restoredFile } from './restored-file.ts';
import { interfacesBefore, restoredInterface } from './restored-interface.ts';
import { type RestoredLinks, restoredLinks } from './restored-links.ts';
import { type RestoredNetwork, restoredNetwork } from './restored-network.ts';
import { restoredUnit, unitAsBefore } from './restored-unit.ts';

/** A module with what it is to make true. */
export interface Restoring {
  definition: AnyModule;
  desired: unknown;
  name: string;
  /** Units that read its file: they are restarted when it changes. */
  notify: readonly string[];
}

/** What a task of the run touched first. */
export interface FirstTouched {
  run: string;
  task: KeptTask;
  states: readonly KeptState[];
  files: readonly KeptFile[];
}

/**
 * What brings back all that a task touched, in order. Files come back before what reads them starts, and go after it
 * has stopped. `now` has the values of the probes of states by their keys.
 */
export function restoringOf(touched: FirstTouched, now: ReadonlyMap<string, unknown>): Restoring[] {
  const { states, run } = touched;
  const links = states.filter((state) => state.kind === 'link');
  const files = touched.files
    .map(({ path, before, folders }) => ({ run, path, before, folders }))
    .filter(isKept);
  const units = states.filter((state) => state.kind === 'unit');
  const readers = [
    ...touched.task.restarts,
    ...units.filter(({ before }) => before.active).map(({ name }) => name),
  ];
  const unitTasks = (isActive: boolean) =>
    units
      .filter(({ before }) => before.active === isActive)
      .map(({ name, before }) => restoring(restoredUnit, unitAsBefore(name, before), `unit ${name}`));
  const [bridge] = links;
  const others = states.flatMap((state): Restoring[] => {
    if (state.kind === 'network') return networkBefore(state.name, state.before);
    if (state.kind !== 'guest') return [];
    const is = now.get(probeOf(state).key) as GuestState | undefined;
    return interfacesBefore(state.name, state.before, is ?? { exists: false }).map((desired) =>
      restoring(restoredInterface, desired, `guest ${state.name} interface ${desired.nic.mac}`),
    );
  });
  const together: RestoredLinks | undefined = bridge && {
    name: links.find(({ before }) => isBridge(before))?.name ?? bridge.name,
    links: Object.fromEntries(links.map(({ name, before }) => [name, before])),
    files,
  };
  return [
    ...unitTasks(false),
    ...others,
    ...(together ? [restoring(restoredLinks, together, `bridge ${together.name}`)] : []),
    ...(together ? [] : inOrder(files)).map((file) =>
      restoring(restoredFile, file, `file ${file.path}`, readers),
    ),
    ...unitTasks(true),
  ];
}

/** A file that was too large to be kept stays as it is. */
function isKept({ before }: Pick<KeptFile, 'before'>): boolean {
  return !before.startsWith('large') && before !== 'other';
}

/** What is in a folder goes before it, and comes after it. */
function inOrder<F extends { path: string; before: string }>(files: readonly F[]): F[] {
  const goes = ({ before }: F) => before === 'absent';
  const byPath = (one: F, other: F) => (one.path < other.path ? -1 : 1);
  return [
    ...files.filter(goes).toSorted((one, other) => byPath(other, one)),
    ...files.filter((file) => !goes(file)).toSorted(byPath),
  ];
}

/** A network whose copies were not the same runs as it ran, and then gets what was stored, or loses it. */
function networkBefore(name: string, before: NetworkState): Restoring[] {
  const whole = (desired: Omit<RestoredNetwork, 'name'>) =>
    restoring(restoredNetwork, { name, ...desired } satisfies RestoredNetwork, `network ${name}`);
  if (!before.exists) return [whole({ definition: undefined, active: false, autostart: false })];
  const { persistent, live, active, autostart } = before;
  const definition = live ?? persistent;
  if (!definition) return [];
  const isSame = (stored: Network) =>
    !live || differingCopies(stamped(stored, undefined), stamped(live, undefined)).length === 0;
  if (persistent && isSame(persistent)) return [whole({ definition: persistent, active, autostart })];
  const copy: RestoredCopy = { name, stored: persistent };
  return [
    whole({ definition, active, autostart }),
    restoring(restoredCopy, copy, `stored definition of network ${name}`),
  ];
}

function isBridge(link: LinkState): boolean {
  return !link.exists || link.bridge !== undefined;
}

function restoring(
  definition: unknown,
  desired: unknown,
  name: string,
  notify: readonly string[] = [],
): Restoring {
  return { definition: definition as AnyModule, desired, name, notify };
}
