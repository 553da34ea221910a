import type { RecordedTask } from './case.ts';

/** A task of the JSON document of a run, as far as it is compared. */
export interface ReportedTask {
  host: string;
  play: string;
  task: string;
  status: string;
  ignored?: boolean;
  place?: { file: string; line: number };
}

/** A task with what became of it, its loop put together. */
interface Entry {
  task: string;
  status: string;
}

/** Tasks of Ansible that only lead to others: here they are no tasks of their own. */
const STRUCTURE =
  /(^|\.)(gather_facts|setup|meta|include_tasks|import_tasks|include_role|import_role|include_vars)$/;

/** The first difference between what Ansible did on a host and what was reported, in order; none where they agree. */
export function taskFaults(
  host: string,
  recorded: readonly RecordedTask[],
  reported: readonly ReportedTask[],
): string[] {
  const right = recorded
    .filter(({ module }) => !STRUCTURE.test(module))
    .map(({ task, status, ignored }) => ({ task: withoutRole(task), status: ignored ? 'ok' : status }));
  const found = entriesOf(reported.filter((each) => each.host === host && each.status !== 'not-started'));
  for (const [index, one] of right.entries()) {
    const other = found[index];
    if (other && sameName(one.task, other.task) && other.status === one.status) continue;
    const is = other ? `"${other.task}" ${other.status}` : 'nothing';
    return [`task ${index + 1} of ${host}: Ansible has "${one.task}" ${one.status}, here is ${is}`];
  }
  const more = found[right.length];
  return more ? [`${host}: "${more.task}" ${more.status} is not among the tasks of Ansible`] : [];
}

/** Tasks of one place that follow each other are the items of its loop. */
function entriesOf(tasks: readonly ReportedTask[]): Entry[] {
  const groups: ReportedTask[][] = [];
  for (const task of tasks) {
    const last = groups.at(-1);
    if (last?.[0] && isItemOf(last[0], task)) last.push(task);
    else groups.push([task]);
  }
  return groups.map((group) => ({ task: nameOf(group[0]?.task ?? ''), status: together(group) }));
}

function isItemOf(one: ReportedTask, other: ReportedTask): boolean {
  return (
    /\(item=/.test(other.task) &&
    JSON.stringify(one.place) === JSON.stringify(other.place) &&
    one.play === other.play
  );
}

/** As Ansible counts a loop: failed with one that failed, changed with one that changed, skipped when all are. */
function together(group: readonly ReportedTask[]): string {
  const all = group.map(({ status, ignored }) => (ignored ? 'ok' : (WORDS[status] ?? 'failed')));
  return ['failed', 'changed', 'ok'].find((status) => all.includes(status)) ?? 'skipped';
}

const WORDS: Readonly<Record<string, string>> = {
  ok: 'ok',
  changed: 'changed',
  'would-change': 'changed',
  skipped: 'skipped',
};

const nameOf = (task: string) => withoutRole(task.replace(/ \(item=[\s\S]*\)$/, ''));

/** Ansible prints `role : name`. */
const withoutRole = (task: string) => task.replace(/^[\w.-]+ : /, '');

const sameName = (one: string, other: string) => one.trim() === other.trim();
