import type { ChangeRecord } from '../plan/task-record.ts';
import { changeLine, impactLines } from './change-lines.ts';

/** A change as one line without colour, with the copies that differ: `~ mtu: 1450 → 1400 [stored]`. */
export function changeText(change: ChangeRecord): string {
  const { copies = [] } = change;
  const note = copies.length > 0 ? ` [${copies.join(', ')}]` : '';
  return changeLine(change, (_, text) => text, Number.POSITIVE_INFINITY).join(' ') + note;
}

/** What it disturbs as a line, without the guests that it meets; none where it disturbs nothing. */
export function disturbanceText({ impact }: ChangeRecord): string[] {
  if (impact.disruption === 'none') return [];
  const options = { paint: (_: unknown, text: string) => text, width: Number.POSITIVE_INFINITY, all: true };
  return impactLines([{ host: '', impact }], options).slice(0, 1);
}
