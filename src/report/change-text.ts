import type { ChangeRecord } from '../plan/task-record.ts';
import { changeLine } from './change-lines.ts';

/** A change as one line without colour, with the copies that differ: `~ mtu: 1450 → 1400 [stored]`. */
export function changeText(change: ChangeRecord): string {
  const { copies = [] } = change;
  const note = copies.length > 0 ? ` [${copies.join(', ')}]` : '';
  return changeLine(change, (_, text) => text, Number.POSITIVE_INFINITY).join(' ') + note;
}
