import { type At, type Difference, type Finding, subjectOf } from '../../drift/finding.ts';
import { changeLine } from '../change-lines.ts';
import { diffLines } from '../diff.ts';
import { collected, listed, ranges } from '../fold.ts';
import { messageLines } from '../message-lines.ts';
import type { Paint } from '../paint.ts';
import { printable } from '../printable.ts';
import { when } from '../when.ts';
import { wrapped } from '../wrap.ts';
import { suspectLine } from './suspect-line.ts';

export interface FindingOptions {
  paint: Paint;
  width: number;
  diff: boolean;
  /** Whether each host stands by itself. */
  expand: boolean;
}

type Same = readonly [Finding, ...Finding[]];

/** Findings of one state: those that say the same of several hosts together, what is new first. */
export function findingLines(findings: readonly Finding[], options: FindingOptions): string[] {
  const keyOf = (one: Finding) => (options.expand ? one.host : '') + said(one);
  const groups = collected(findings, keyOf).toSorted(byNews);
  return groups.flatMap((same) => groupLines(same, options));
}

function byNews([one, ...ones]: Same, [other, ...others]: Same): number {
  return Number(other.isNew) - Number(one.isNew) || others.length - ones.length;
}

function said({ resource, state, changes, isNew, message, waiver }: Finding): string {
  const differences = changes.map(({ action, what, before, after, copies }) => [
    action,
    what,
    before,
    after,
    copies,
  ]);
  return JSON.stringify([resource, state, differences, isNew, message, waiver]);
}

function groupLines(same: Same, options: FindingOptions): string[] {
  const [{ resource, state, changes, isNew, message, waiver }] = same;
  const { width, paint, diff } = options;
  const news =
    !isNew || state === 'unmanaged' ? '' : changes.every((one) => one.isNew) ? ' (new)' : ' (more)';
  const name = printable(resource);
  const hosts = listed(ranges(same.map(({ host }) => host)), width - name.length - news.length - 2);
  return [
    paint('bold', `${name}: ${hosts}${news}`),
    ...changes.flatMap((change) => [
      ...changeLine(shown(change, same[0]), paint, width - 2).map((line) => `  ${line}`),
      ...(diff && change.diff ? diffLines(change.diff, paint).map((line) => `    ${line}`) : []),
    ]),
    ...(message === undefined ? [] : messageLines(message, { width, indent: '  ', limit: LINES })),
    ...(waiver
      ? wrapped(`until ${waiver.until}, ${printable(waiver.who)}: ${printable(waiver.reason)}`, width, '  ')
      : []),
    ...(state === 'waived' || state === 'unmanaged' ? [] : history(same, width)),
  ];
}

/** Lines of a reason. */
const LINES = 6;

/** What differs on which copy; the cause and what is new stand there, too, where differences are of several kinds. */
function shown(change: Difference, { state, isNew, changes }: Finding): Difference {
  const { copies = [], cause, after, before } = change;
  const notes = [
    copies.join(', '),
    state === 'both' && cause !== undefined ? CAUSES[cause] : '',
    isNew && change.isNew && changes.some((one) => !one.isNew) ? 'new' : '',
  ].filter(Boolean);
  const what = subjectOf(change);
  if (notes.length === 0) return { ...change, what };
  const note = `  [${notes.join('; ')}]`;
  if (after !== null) return { ...change, what, after: `${after}${note}` };
  return { ...change, what, ...(before === null ? {} : { before: `${before}${note}` }) };
}

const CAUSES = { drifted: 'drifted', pending: 'pending', both: 'drifted and pending', unknown: 'unknown' };

function history(same: Same, width: number): string[] {
  const lines = [...since(same), applied(same), ...suspects(same)];
  return lines.flatMap((line) => (line === '' ? [] : wrapped(line, width, '  ')));
}

function since(same: Same): string[] {
  const seen = spread(same.flatMap(({ since: { firstSeen } }) => firstSeen ?? []));
  const inStep = spread(same.flatMap(({ since: { lastInStep } }) => lastInStep ?? []));
  const first = seen === '' ? '' : `first seen ${seen}`;
  const last = inStep === '' ? '' : `last in step ${inStep}`;
  return [first, last];
}

function spread(all: readonly At[]): string {
  const sorted = all.toSorted((one, other) => one.run - other.run);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return '';
  const one = `${when(first.time)} (run ${first.run})`;
  return first.run === last.run ? one : `${one} to ${when(last.time)} (run ${last.run})`;
}

function applied(same: Same): string {
  const all = same.flatMap((finding) => finding.applied ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const [last] = all;
  if (!last) return '';
  const several = new Set(all.map(({ run }) => run)).size > 1 ? 'last ' : '';
  return `${several}applied ${when(last.at)} by ${printable(last.by)}`;
}

/** So many are named. */
const NAMED = 3;

function suspects(same: Same): string[] {
  const known = same.filter(({ suspect }) => suspect);
  const lines = known.slice(0, NAMED).map(({ host, suspect }) => {
    if (!suspect) return '';
    const where = same.length > 1 ? `${printable(host)}: ` : '';
    return `${where}${suspectLine(suspect)}`;
  });
  const more = known.length - NAMED;
  return more > 0 ? [...lines, `and on ${more} more hosts (--expand)`] : lines;
}
