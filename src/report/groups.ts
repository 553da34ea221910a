import type { ChangeRecord, TaskRecord } from '../plan/task-record.ts';
import { byName, collected } from './fold.ts';
import { foldedText, outline } from './variants.ts';

/** Hosts on which a task ended the same way. Which guests a change meets may differ: `outcomes` has them. */
export interface Group {
  hosts: readonly string[];
  /** One a host, in the order of `hosts`. */
  outcomes: Members;
  /** What they say; the values in which they differ are folded. */
  shown: TaskRecord;
}

type Members = readonly [TaskRecord, ...TaskRecord[]];

/** Up to this many groups that differ in values only stand side by side. */
const SIDE_BY_SIDE = 3;

/**
 * Outcomes of one task by what they say: what is ok or skipped last, else the largest group and the first host first.
 * More than three groups that differ in values only become one, unless `expand` is set; what half of the hosts say to
 * the letter stays apart.
 */
export function grouped(outcomes: readonly TaskRecord[], { expand = false, diff = false } = {}): Group[] {
  const sorted = outcomes.toSorted((a, b) => byName(a.host, b.host));
  const equal = collected(sorted, (outcome) => said(outcome, diff, AS_IT_IS));
  const groups = expand
    ? equal
    : collected(equal, ([first]) => said(first, diff, outlined(first.host))).flatMap(folded);
  return groups
    .map((members) => ({
      hosts: members.map(({ host }) => host),
      outcomes: members,
      shown: shownOf(members),
    }))
    .sort((a, b) => Number(isQuiet(a)) - Number(isQuiet(b)) || b.hosts.length - a.hosts.length);
}

/** Groups of the same outline, of which some are put together. */
function folded(groups: readonly Members[]): Members[] {
  const hosts = groups.reduce((sum, { length }) => sum + length, 0);
  const [apart, rest] = [true, false].map((isLarge) =>
    groups.filter(({ length }) => length * 2 >= hosts === isLarge),
  );
  const [first, ...others] = (rest ?? []).flat().toSorted((a, b) => byName(a.host, b.host));
  if (!first || (rest ?? []).length <= SIDE_BY_SIDE) return [...groups];
  return [...(apart ?? []), [first, ...others]];
}

/** How much of what an outcome says counts when outcomes are compared: `value` is for what a change starts from and ends at. */
interface Reading {
  text(text: string): string;
  value(text: string): string;
}

const AS_IT_IS: Reading = { text: (text) => text, value: (text) => text };

function outlined(host: string): Reading {
  return { text: (text) => outline(text, host), value: () => '' };
}

function said(outcome: TaskRecord, diff: boolean, { text, value }: Reading): string {
  const { status, ignored, rescued, unverified, message, warnings, changes } = outcome;
  const difference = ({ action, what, before, after, impact, ...rest }: ChangeRecord) => [
    action,
    text(what),
    before === null ? null : value(before),
    after === null ? null : value(after),
    impact.disruption,
    impact.note === undefined ? null : text(impact.note),
    diff && rest.diff ? [rest.diff.before, rest.diff.after].map(text) : null,
  ];
  return JSON.stringify([
    [status, ignored, rescued, unverified],
    message === undefined ? null : text(message),
    warnings?.map(text),
    changes.map(difference),
  ]);
}

function shownOf(members: Members): TaskRecord {
  const [first] = members;
  const fold = (textOf: (outcome: TaskRecord) => string | null | undefined) =>
    foldedText(members.map((outcome) => textOf(outcome) ?? ''));
  return {
    ...first,
    ...(first.message !== undefined && { message: fold(({ message }) => message) }),
    ...(first.warnings && {
      warnings: first.warnings.map((_, index) => fold(({ warnings }) => warnings?.[index])),
    }),
    changes: first.changes.map((change, index) => ({
      ...change,
      what: fold(({ changes }) => changes[index]?.what),
      before: change.before === null ? null : fold(({ changes }) => changes[index]?.before),
      after: change.after === null ? null : fold(({ changes }) => changes[index]?.after),
      impact: {
        ...change.impact,
        ...(change.impact.note !== undefined && { note: fold(({ changes }) => changes[index]?.impact.note) }),
      },
    })),
  };
}

function isQuiet({ outcomes: [{ status }] }: Group): boolean {
  return status === 'ok' || status === 'skipped' || status === 'not-started';
}
