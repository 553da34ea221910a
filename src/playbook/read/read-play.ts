import type { AnyModule } from '../../modules/module.ts';
import type { Problem } from '../../problem.ts';
import { compileData } from '../../template/interpolation/data.ts';
import { didYouMean } from '../../template/suggest.ts';
import { isMap, sortOf } from '../../template/values.ts';
import { adviceForPlay } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import type { Findings } from '../findings.ts';
import { playKeywords } from '../keywords.ts';
import type { Handler, Play, TaskTree } from '../model.ts';
import { leavesOf } from '../task-tree.ts';
import type { Part } from '../yaml-node.ts';
import { type TaskIds, TaskReader } from './read-task.ts';
import { readNames, readVariables } from './read-variables.ts';

/** Reads a play; undefined for one that cannot be run, which is said in the findings. */
export function readPlay(
  part: Part,
  modules: readonly AnyModule[],
  ids: TaskIds,
  findings: Findings,
): Play | undefined {
  if (!isMap(part.value)) {
    findings.add([notAPlay(part)]);
    return undefined;
  }
  const keys = findings.try(() =>
    check(playKeywords, part.value, part, { name: 'play', sort: 'key', advice: adviceForPlay }),
  );
  const reader = new TaskReader(modules, readNames(part.at('tags')), ids, findings);
  const tasks = reader.tasks(part.at('tasks'));
  const handlers = reader.handlers(part.at('handlers'));
  findings.add(unknownHandlers(tasks, handlers));
  if (keys?.max_delete !== undefined && !keys.prune) findings.add([nothingToDelete(part)]);
  const vars = readVariables(part.at('vars'), findings);
  const hosts = findings.try(() => readTemplate(part.at('hosts')));
  const varsFiles = part
    .at('vars_files')
    .items()
    .flatMap((one) => findings.try(() => readTemplate(one)) ?? []);
  if (!hosts || !playKeywords.shape.hosts.safeParse(part.at('hosts').value).success) return undefined;
  return {
    name: keys?.name ?? part.at('hosts').texts().join(','),
    place: part.place,
    hosts,
    vars,
    varsFiles,
    ...(keys?.become !== undefined && { become: keys.become }),
    ...(keys?.no_log !== undefined && { noLog: keys.no_log }),
    ...(keys?.disruption && { consent: keys.disruption }),
    ...(keys?.prune && { prune: { maxDelete: keys.max_delete ?? 1 } }),
    serial: keys?.serial === undefined ? [] : [keys.serial].flat(),
    tasks,
    handlers,
  };
}

function readTemplate(part: Part) {
  return { value: compileData(part.value, (path) => part.placeOf(path)), place: part.place };
}

function unknownHandlers(tasks: readonly TaskTree[], handlers: readonly Handler[]): Problem[] {
  const known = new Set(handlers.flatMap(({ names }) => names));
  const all = [...leavesOf(tasks), ...handlers.map(({ task }) => task)];
  const notified = all.flatMap((task) => (task.kind === 'task' ? task.notify : []));
  return notified
    .filter(({ value }) => !known.has(value))
    .map(({ value, place }) => ({
      code: 'unknown-handler',
      summary: 'A task notifies a handler that is not there',
      detail: `The play has no handler \`${value}\`.`,
      place,
      hint: 'Add it below `handlers:`.',
      ...didYouMean(value, known),
    }));
}

function nothingToDelete(part: Part): Problem {
  return {
    code: 'no-prune',
    summary: 'A play that removes nothing says how much it may remove',
    detail: '`max_delete` is of use with `prune` only.',
    place: part.at('max_delete').keyPlace,
    hint: 'Add `prune: owned`, or remove it.',
  };
}

function notAPlay(part: Part): Problem {
  return {
    code: 'not-a-play',
    summary: 'A play is not a map',
    detail: `It is ${sortOf(part.value)}.`,
    place: part.place,
    hint: 'Write `- hosts: …` and below it `tasks:`.',
  };
}
