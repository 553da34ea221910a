import { changeLine, impactLines } from './change-lines.ts';
import { diffLines } from './diff.ts';
import { downtimeLines } from './downtime-lines.ts';
import { counted, listed, ranges } from './fold.ts';
import type { Group } from './groups.ts';
import { LABELS, STYLES } from './labels.ts';
import { messageLines } from './message-lines.ts';
import type { Paint } from './paint.ts';
import { columns, printable } from './printable.ts';

export interface BlockOptions {
  paint: Paint;
  width: number;
  verbose: boolean;
  diff: boolean;
  /** Whether hosts are distinguished that differ in values only, and all of them are named. */
  expand: boolean;
}

/** Lines of a message that are shown without `-v`; what is left out stands in the middle. */
const MESSAGE_LINES = 20;

/** What became of a task on hosts where it ended the same way: `changed: [hv01, hv02]` and what belongs to it. */
export function groupLines(group: Group, options: BlockOptions): string[] {
  const { paint, verbose, width } = options;
  const { status, ignored, rescued, unverified, message, warnings = [], changes } = group.shown;
  const marks = `${ignored ? ' (ignored)' : ''}${rescued ? ' (rescued)' : ''}${unverified ? ' (unverified)' : ''}`;
  const label = `${LABELS[status]}${marks}: `;
  const lines = [paint(STYLES[status], label + who(group.hosts, options, columns(label)))];
  lines.push(...changes.flatMap((_, index) => changeLines(group, index, options)));
  lines.push(...downtimeLines(group.outcomes, verbose).map((line) => `  ${line}`));
  // Why a task did not start stands at the end, once.
  if (message && (status !== 'not-started' || changes.length > 0 || verbose))
    lines.push(...messageLines(message, { width, indent: '  ', limit: verbose ? 0 : MESSAGE_LINES }));
  for (const warning of warnings) {
    const text = messageLines(`warning: ${warning}`, { width, indent: '  ', limit: 0 });
    lines.push(...text.map((line) => paint('yellow', line)));
  }
  return lines;
}

/** One change of a group, with whom it disturbs. */
function changeLines({ outcomes, shown }: Group, index: number, options: BlockOptions): string[] {
  const { paint, verbose, diff, expand } = options;
  const change = shown.changes[index];
  if (!change) return [];
  const impacts = outcomes.flatMap(({ host, changes }) => {
    const guests = changes[index]?.impact.guests;
    return { host, impact: { ...change.impact, ...(guests && { guests }) } };
  });
  const steps = verbose ? change.steps : [];
  const texts = diff && change.diff ? diffLines(change.diff, paint) : [];
  const [one] = outcomes;
  const isOneOfMany =
    texts.length > 0 &&
    outcomes.some(({ changes }) => changes[index]?.diff?.after !== one.changes[index]?.diff?.after);
  return [
    ...changeLine(change, paint, options.width - 2),
    ...impactLines(impacts, { paint, width: options.width - 4, all: verbose || expand }).map(
      (line) => `  ${line}`,
    ),
    ...steps.map((line) => paint('dim', `  $ ${printable(line)}`)),
    ...(isOneOfMany ? [`  on ${printable(one.host)} (--expand shows each):`] : []),
    ...texts.map((line) => `  ${line}`),
  ].map((line) => `  ${line}`);
}

/** Up to this many hosts are named one by one. */
const NAMED_HOSTS = 4;

/** The names when they are few and no range shortens them, otherwise how many they are and their ranges. */
function who(hosts: readonly string[], { width, verbose, expand }: BlockOptions, used: number): string {
  const folded = ranges(hosts);
  const names = `[${folded.join(', ')}]`;
  const isFew = folded.length === hosts.length && hosts.length <= NAMED_HOSTS;
  if (hosts.length === 1 || (isFew && used + columns(names) <= width)) return names;
  const count = `${counted(hosts.length, 'host')}: `;
  return count + listed(folded, verbose || expand ? Number.POSITIVE_INFINITY : width - used - columns(count));
}
