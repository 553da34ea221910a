import type * as z from 'zod';
import { duration } from '../../duration.ts';
import type { Problem } from '../../problem.ts';
import type { Findings } from '../findings.ts';
import type { playKeywords } from '../keywords.ts';
import type { Rollout, TaskLeaf, TaskTree, WrittenGates } from '../model.ts';
import { leavesOf } from '../task-tree.ts';
import type { Part } from '../yaml-node.ts';
import { readTemplate } from './inherit.ts';

/** What a play says of its rollout; of one that is wrong, nothing. `verify` are the tasks of that keyword. */
export function readRollout(
  part: Part,
  keys: z.output<typeof playKeywords> | undefined,
  verify: readonly TaskTree[],
  findings: Findings,
): Rollout {
  const { max_fail: hosts, max_fail_percentage: percentage } = keys ?? {};
  const canary = keys?.canary === undefined ? undefined : findings.try(() => readTemplate(part.at('canary')));
  findings.add(leavesOf(verify).flatMap((task) => (onlyReads(task) ? [] : [writes(task)])));
  const soak = keys?.soak === undefined ? undefined : duration(keys.soak);
  if (keys?.pause_timeout !== undefined && keys.pause === undefined) findings.add([nothingToWaitFor(part)]);
  return {
    order: keys?.order ?? 'inventory',
    isAllAtOnce: keys?.rollout !== undefined,
    isLinear: keys?.strategy === 'linear',
    ...(canary && { canary }),
    budget: {
      ...(hosts !== undefined && { hosts }),
      ...(percentage !== undefined && { percentage: Number(percentage) }),
    },
    terms: termsOf(keys ?? {}, verify),
    rollsBack: keys?.on_failure === 'rollback',
    verify,
    gates: { ...(soak !== undefined && { soak }), ...(keys?.pause && { pause: pauseOf(keys) }) },
  };
}

function termsOf(keys: Partial<z.output<typeof playKeywords>>, verify: readonly TaskTree[]): string[] {
  const tasks = leavesOf(verify).length;
  const { soak, pause, pause_timeout, max_fail, max_fail_percentage, on_failure } = keys;
  const said = { soak, pause: pause && 'yes', pause_timeout, max_fail, max_fail_percentage, on_failure };
  return [
    ...(tasks > 0 ? [`verify: ${tasks === 1 ? '1 task' : `${tasks} tasks`}`] : []),
    ...Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`])),
  ];
}

function pauseOf({
  pause,
  pause_timeout,
}: z.output<typeof playKeywords>): NonNullable<WrittenGates['pause']> {
  const timeout = pause_timeout === undefined ? undefined : duration(pause_timeout);
  return { ...(typeof pause === 'string' && { text: pause }), ...(timeout !== undefined && { timeout }) };
}

function nothingToWaitFor(part: Part): Problem {
  return {
    code: 'no-pause',
    summary: 'A play that asks nobody says how long to wait for the answer',
    detail: '`pause_timeout` is of use with `pause` only.',
    place: part.at('pause_timeout').keyPlace,
    hint: 'Add `pause: true`, or remove it.',
  };
}

/** What these change they change whatever a task says of it; only who wrote a command knows what it does. */
const WRITERS = ['tempfile', 'uri'];

/** Whether a task leaves its host as it is, by its module or by its own word. */
function onlyReads(task: TaskLeaf): boolean {
  if (task.kind !== 'task') return false;
  // Of a task that is wrong, that was said already.
  if (!task.call) return true;
  const { definition, args } = task.call;
  const [said, ...others] = task.changedWhen ?? [];
  const saysSo = said !== undefined && others.length === 0 && /^(false|no)$/i.test(said.text);
  const method = String(args.at('method').value ?? 'GET').toUpperCase();
  const asks = definition.name === 'uri' && (method === 'GET' || method === 'HEAD');
  return (
    definition.onlyReads === true ||
    asks ||
    (definition.opaque === true && !WRITERS.includes(definition.name) && saysSo)
  );
}

function writes(task: TaskLeaf): Problem {
  return {
    code: 'verify-writes',
    summary: 'A task of `verify` may change its host',
    detail: 'Between two waves hosts are only looked at.',
    place: task.place,
    hint: 'Use a module that only reads, such as uri, wait_for, assert or stat, or `command` with `changed_when: false`. Files of tasks are imported with import_tasks.',
  };
}
