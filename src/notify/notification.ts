import { createHash } from 'node:crypto';
import { counted } from '../report/fold.ts';
import { KINDS, type StateEvent } from './check.ts';
import { eventBlocks } from './event-lines.ts';
import { fitting } from './fitting.ts';

/** What a receiver gets: what changed since the one before. */
export interface Notification {
  /** Of the check. */
  run: string;
  time: string;
  playbook: string;
  /** Of alarms of many controllers: their project. */
  project?: string;
  /** The version of Virtfleet. */
  virtfleet: string;
  events: readonly StateEvent[];
  /** The same for every attempt to deliver the same, and for no other notification. */
  key: string;
}

/** `Virtfleet drift site.yaml: 2 new, 1 gone`, or `Virtfleet networks: 1 alarm`. */
export function headline({ project, playbook, events }: Notification): string {
  const counts = KINDS.flatMap((kind) => {
    const count = events.filter((one) => one.kind === kind).length;
    return count > 0 ? [kind === 'alarm' ? counted(count, kind) : `${count} ${kind}`] : [];
  });
  return `Virtfleet ${project ?? `drift ${playbook}`}: ${counts.join(', ')}`;
}

/** Lines of a notification; chats refuse long texts. */
const LINES = 60;
/** Lines of one event where there are too many. */
const SHARE = 15;
/** Characters of a line. */
const WIDTH = 300;

/** What stands below the headline, in plain text. */
export function details({ events, run }: Notification): string[] {
  const blocks = eventBlocks(events);
  const total = blocks.reduce((sum, block) => sum + block.lines.length, 0);
  const cut = blocks.map(({ hosts, lines }) => ({ hosts, lines: lines.slice(0, SHARE) }));
  const lines = (total > LINES ? fitting(cut, LINES, (block) => block.lines.length) : blocks)
    .flatMap((block) => block.lines)
    .map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line));
  const left = total - lines.length;
  if (left === 0) return lines;
  return [...lines, `and ${counted(left, 'more line')}: virtfleet history show ${run.slice(0, 8)}`];
}

/**
 * The key of a notification. A notification that was delivered, and whose check was killed before it could keep that, has the same
 * key when the next check delivers it again.
 */
export function notificationKey(receiver: string, reports: number, events: readonly StateEvent[]): string {
  const about = events.map(({ kind, host, resource, lines }) => [kind, host, resource, lines]);
  return createHash('sha256')
    .update(JSON.stringify([receiver, reports, about]))
    .digest('hex')
    .slice(0, 32);
}
