import type { Action, Impact } from '../plan/change.ts';
import type { ChangeRecord } from '../plan/task-record.ts';
import { counted } from './fold.ts';
import type { Paint, Style } from './paint.ts';
import { printable } from './printable.ts';
import { wrapped } from './wrap.ts';

/** A change as `+ what: after`, `- what: before` or `~ what: before → after`, broken between words. */
export function changeLine(
  change: Pick<ChangeRecord, 'action' | 'what' | 'before' | 'after'>,
  paint: Paint,
  width: number,
): string[] {
  const { action, what, before, after } = change;
  const [sign, style] = SIGNS[action] ?? UPDATE;
  const values = [before, after].flatMap((value) => (value === null ? [] : printable(value)));
  const text = [`${sign} ${printable(what)}`, ...(values.length > 0 ? [values.join(' → ')] : [])].join(': ');
  return hanging(text, width).map((line) => paint(style, line));
}

type Sign = readonly [sign: string, style: Style];

/** Something comes or goes; all else is an update of what is there. */
const SIGNS: Readonly<Partial<Record<Action, Sign>>> = {
  create: ['+', 'green'],
  run: ['+', 'green'],
  delete: ['-', 'red'],
};
const UPDATE: Sign = ['~', 'yellow'];

/** Lines below the first stand under its third column. */
function hanging(text: string, width: number): string[] {
  const [first = '', ...rest] = wrapped(text, width - 2);
  return [first, ...rest.map((line) => `  ${line}`)];
}

/** Hosts whose guests are named, unless all are. */
const NAMED_HOSTS = 8;

/** Whom a change disturbs: one line on what, then the guests by name; none for a change that disturbs nothing. */
export function impactLines(
  impacts: readonly { host: string; impact: Impact }[],
  { paint, width, all }: { paint: Paint; width: number; all: boolean },
): string[] {
  const [first] = impacts;
  if (!first) return [];
  const { disruption, note } = first.impact;
  const met = impacts.filter(({ impact }) => impact.guests?.length);
  const lines: string[] = [];
  if (disruption !== 'none') {
    const disturbs = disruption === 'link' && met.length === 0 ? CUTS_NO_GUEST : DISTURBS[disruption];
    const text = `! ${disturbs}${note ? `: ${printable(note)}` : ''}`;
    lines.push(...hanging(text, width).map((line) => paint('magenta', line)));
  } else if (note) {
    lines.push(...wrapped(printable(note), width, '  '));
  }
  const named = all || met.length <= NAMED_HOSTS ? met : met.slice(0, NAMED_HOSTS - 1);
  for (const { host, impact } of named) {
    const where = impacts.length > 1 ? `${printable(host)}: ` : '';
    lines.push(...hanging(`guests: ${where}${guests(impact)}`, width - 2).map((line) => `  ${line}`));
  }
  const others = met.slice(named.length);
  if (others.length > 0) {
    const count = others.reduce((sum, { impact }) => sum + (impact.guests?.length ?? 0), 0);
    lines.push(`  guests: ${count} more on ${counted(others.length, 'host')} (--expand names them)`);
  }
  return lines;
}

const DISTURBS = {
  service: 'disturbs a service',
  link: 'guests lose their link',
  management: 'touches the path of this SSH session',
} as const;

/** A bridge has ports of the host too. */
const CUTS_NO_GUEST = 'cuts links of the host';

function guests({ guests = [] }: Impact): string {
  return guests
    .map(({ guest, interface: tap, mac }) => `${printable(guest)} (${printable(tap ?? mac)})`)
    .join(', ');
}
