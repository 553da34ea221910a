import type { Cause } from '../plan/change.ts';
import type { Evidence, Witness } from '../plan/evidence.ts';
import type { ChangeRecord, TaskRecord } from '../plan/task-record.ts';
import { type Finding, resourceOf, type Since, subjectOf } from './finding.ts';
import { suspectOf } from './suspect.ts';
import type { Waiver } from './waiver-file.ts';
import { type Waivers, waivedBy } from './waivers.ts';

/** What a check found out, and what is known from before. */
export interface Found {
  tasks: readonly TaskRecord[];
  /** By host. */
  evidence: ReadonlyMap<string, Evidence>;
  waivers: Waivers;
  /** Since when a difference is there; by what is waived or unmanaged nobody asks. */
  since(difference: { host: string; resource: string; what: string }): Promise<Since>;
}

/** All that is not in step, a finding for each host, resource and state. */
export async function findingsOf(found: Found): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const task of found.tasks) findings.push(...(await ofTask(task, found)));
  const said = [...found.evidence].toSorted(([one], [other]) => (one < other ? -1 : 1));
  for (const [host, { unmanaged = [] }] of said)
    for (const { resource, about, within } of unmanaged)
      findings.push({
        ...{ host, resource, task: '', state: 'unmanaged', changes: [], message: about },
        ...{ isNew: true, since: {}, ...(within !== undefined && { within }) },
      });
  return findings;
}

async function ofTask(task: TaskRecord, found: Found): Promise<Finding[]> {
  const { host, place, message, applied } = task;
  const about: About = {
    host,
    resource: resourceOf(task),
    task: task.task,
    ...(place && { place }),
    ...(message !== undefined && { message }),
    ...(applied && { applied }),
  };
  if (task.status === 'skipped' && task.unverified)
    return [{ ...about, state: 'unknown', changes: [], isNew: false, since: {} }];
  if (task.status !== 'would-change') return [];
  const [open, waived] = apart(task.changes, (change) => waivedBy(found.waivers, about, subjectOf(change)));
  const findings: Finding[] = [];
  for (const [waiver, changes] of waived) {
    const { reason, who, until } = waiver;
    const quiet = { isNew: false, since: {}, waiver: { reason, who, until } };
    findings.push({
      ...about,
      state: 'waived',
      changes: changes.map((one) => ({ ...one, isNew: false })),
      ...quiet,
    });
  }
  if (open.length === 0) return findings;
  const dated = await Promise.all(open.map(async (change) => withSince(change, about, found)));
  const changes = dated.map(({ change, since }) => ({ ...change, isNew: since.firstSeen === undefined }));
  const state = stateOf(open);
  const byHand = dated.filter(({ change: { cause } }) => cause === 'drifted' || cause === 'both');
  const witnesses = found.evidence.get(host)?.witnesses;
  const suspect = witnesses && byHand.length > 0 ? who(witnesses, about, oldest(byHand)) : undefined;
  findings.push({
    ...{ ...about, state, changes, since: oldest(dated) },
    isNew: changes.some(({ isNew }) => isNew),
    ...(suspect && { suspect }),
  });
  return findings;
}

interface Dated {
  change: ChangeRecord;
  since: Since;
}

async function withSince(change: ChangeRecord, about: About, { since }: Found): Promise<Dated> {
  const { host, resource } = about;
  return { change, since: await since({ host, resource, what: change.what }) };
}

/** Of those of which earlier runs know the first that was seen; else when all was in step. */
function oldest(dated: readonly Dated[]): Since {
  const byRun = (key: keyof Since) =>
    dated
      .filter(({ since }) => since[key] !== undefined)
      .toSorted((one, other) => (one.since[key]?.run ?? 0) - (other.since[key]?.run ?? 0))[0]?.since;
  return byRun('firstSeen') ?? byRun('lastInStep') ?? {};
}

type About = Pick<Finding, 'host' | 'resource' | 'task' | 'place' | 'message' | 'applied'>;

function who(witnesses: readonly Witness[], { applied, resource, task }: About, since: Since) {
  const times = [applied?.at, since.lastInStep?.time].flatMap((time) => time ?? []);
  const from = times.toSorted().at(-1);
  const to = since.firstSeen?.time;
  return suspectOf(witnesses, { resource, task, run: applied?.run, from, to });
}

/** What several differences of one resource come to. */
function stateOf(changes: readonly ChangeRecord[]): Cause {
  const causes = new Set(changes.map(({ cause = 'unknown' }) => cause));
  const [only = 'unknown'] = causes;
  if (causes.size === 1) return only;
  causes.delete('unknown');
  const [known = 'unknown'] = causes;
  return causes.size === 1 ? known : 'both';
}

function apart(
  changes: readonly ChangeRecord[],
  waiverOf: (change: ChangeRecord) => Waiver | undefined,
): [ChangeRecord[], Map<Waiver, ChangeRecord[]>] {
  const open: ChangeRecord[] = [];
  const waived = new Map<Waiver, ChangeRecord[]>();
  for (const change of changes) {
    const waiver = waiverOf(change);
    if (waiver) waived.set(waiver, [...(waived.get(waiver) ?? []), change]);
    else open.push(change);
  }
  return [open, waived];
}
