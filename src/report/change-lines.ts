import type { Change, Impact } from '../plan/change.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';

/** A change as `+ what: after`, `- what: before` or `~ what: before → after`. */
export function changeLine({ what, before, after }: Change, paint: Paint): string {
  const name = printable(what);
  const [from, to] = [before, after].map((value) => (value === null ? '' : printable(value)));
  if (before === null && after === null) return paint('yellow', `~ ${name}`);
  if (before === null) return paint('green', `+ ${name}: ${to}`);
  if (after === null) return paint('red', `- ${name}: ${from}`);
  return paint('yellow', `~ ${name}: ${from} → ${to}`);
}

/** Whom a change disturbs: one line on what, then the guests by name; none for a change that disturbs nothing. */
export function impactLines(impacts: readonly { host: string; impact: Impact }[], paint: Paint): string[] {
  const [first] = impacts;
  if (!first) return [];
  const { disruption, note } = first.impact;
  const met = impacts.filter(({ impact }) => impact.guests?.length);
  const lines: string[] = [];
  if (disruption !== 'none') {
    const disturbs = disruption === 'link' && met.length === 0 ? CUTS_NO_GUEST : DISTURBS[disruption];
    lines.push(paint('magenta', `! ${disturbs}${note ? `: ${printable(note)}` : ''}`));
  } else if (note) {
    lines.push(`  ${printable(note)}`);
  }
  for (const { host, impact } of met) {
    const where = impacts.length > 1 ? `${printable(host)}: ` : '';
    lines.push(`  guests: ${where}${guests(impact)}`);
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
