import { NOTES } from '../engine/kept/keep-script.ts';
import type { AnyModule } from '../modules/module.ts';
import { service } from '../modules/service.ts';
import type { Disruption } from '../plan/change.ts';
import { NO_GUARD } from '../plan/guard.ts';
import type { HostPlay, ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { conflictsOf, firstStates } from './conflicts.ts';
import type { KeptOnHost } from './kept-on-host.ts';
import { probeOf } from './kept-states.ts';
import { type FirstTouched, type Restoring, restoringOf } from './restoring-tasks.ts';

/** How far a rollback may go. */
export interface Terms {
  /** The name of the play. */
  play: string;
  consent: Disruption;
  /** Whether what was changed since is brought back, too. */
  force: boolean;
  /** Whether hosts on which something is disturbed come in waves, as those of a play. */
  inWaves: boolean;
}

/** What a rollback does on one host, and what it has to say of it before. */
export interface HostRollback {
  play: HostPlay;
  /** What was changed again since the run. */
  conflicts: readonly string[];
  /** What nothing takes back, with where it is written: `command "reboot" (site.yaml:12)`. */
  beyond: readonly string[];
  /** Set where the run did not come to its end: what was changed since cannot be told. */
  isCut: boolean;
}

/** The tasks that take a run back on one host: the last task of the run first. */
export function rollbackOn(kept: KeptOnHost, now: ReadonlyMap<string, unknown>, terms: Terms): HostRollback {
  const { conflicts, isInConflict } = conflictsOf(kept, now);
  const isLeft = (what: string) => !terms.force && isInConflict(what);
  const restoring = firstTouched(kept).flatMap((touched) => {
    const states = touched.states.filter((state) => !isLeft(probeOf(state).key));
    const isPart = states.length < touched.states.length;
    const files = touched.files.filter(({ path }) => !isLeft(path) && !(isPart && path.startsWith(NOTES)));
    return restoringOf({ ...touched, states, files }, now).map((one) => ({ ...one, task: touched.task }));
  });
  const task = ({ definition, desired, name, notify, task: of }: Restoring & { task: Origin }) =>
    taskOf(definition, desired, { name, notify: notify.map(handlerName), of }, terms);
  const units = [...new Map(restoring.flatMap((one) => one.notify.map((unit) => [unit, one.task] as const)))];
  return {
    play: {
      tasks: restoring.map(task),
      handlers: units.map(([unit, of]) => {
        const desired = { name: unit, state: 'restarted', daemon_reload: true, scope: 'system' };
        const name = handlerName(unit);
        return {
          names: [name],
          tasks: [taskOf(service as unknown as AnyModule, desired, { name, notify: [], of }, terms)],
        };
      }),
    },
    conflicts,
    beyond: [...kept.tasks.flatMap(beyondOf), ...kept.files.flatMap(notKept)],
    isCut:
      kept.files.some(({ path, left }) => left === undefined && !path.startsWith(NOTES)) ||
      kept.left.length < firstStates(kept).length,
  };
}

/** Where a task of the run was written. */
type Origin = KeptOnHost['tasks'][number];

const handlerName = (unit: string) => `restart ${unit}`;

/** The tasks of the run from the last to the first, with what each touched before any other. */
function firstTouched({ head: { run }, tasks, files }: KeptOnHost): FirstTouched[] {
  const seen = new Set<string>();
  const isNew = (what: string) => !seen.has(what) && seen.add(what);
  const paths = new Map(files.map((file) => [file.path, file]));
  const states = new Map(firstStates({ tasks }).map((state) => [probeOf(state).key, state]));
  return tasks
    .map((task) => ({
      ...{ run, task },
      states: task.kept.flatMap((one) => {
        const { key } = probeOf(one);
        const state = states.get(key);
        return state && isNew(key) ? [state] : [];
      }),
      files: task.paths.flatMap((path) => {
        const file = paths.get(path);
        return file && isNew(path) ? [file] : [];
      }),
    }))
    .toReversed();
}

function taskOf(
  definition: AnyModule,
  desired: unknown,
  { name, notify, of }: { name: string; notify: readonly string[]; of: Origin },
  { play, consent }: Terms,
): ResolvedTask {
  const { file, line, column } = of;
  return {
    ...{ kind: 'task', play, name, module: definition.name, place: { file, line, column } },
    ...{ definition, desired, become: true, consent, consentIsOption: true },
    ...{ notify, ignoreErrors: false, guard: NO_GUARD },
  };
}

function notKept({ path, before, now }: KeptOnHost['files'][number]): string[] {
  if (before.startsWith('large')) return [`file ${path}: it was too large to be kept`];
  const isGone = before === 'other' && now !== 'other';
  return isGone ? [`file ${path}: it was a device, a socket or a pipe, which are not kept`] : [];
}

function beyondOf({ module, beyond, file, line }: Origin): string[] {
  return beyond.map((what) => `${module} "${what}" (${file}:${line})`);
}
