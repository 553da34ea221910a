import type { Outcome } from '../plan/outcome.ts';
import type { Event, Happening, Listener } from '../plan/run-event.ts';
import { type Conceal, recordOf, type Timing } from '../plan/task-record.ts';

/** What the engine has to say: an outcome of a task still has its plan. */
export type News =
  | (Exclude<Happening, { type: 'task-ended' }> & { at?: number })
  | { type: 'task-ended'; outcome: Outcome; timing: Timing };

export type Announce = (news: News) => void;

export interface Announcement {
  /** The id of the run, as the journals of the hosts have it. */
  run: string;
  listeners: readonly Listener[];
  conceal: Conceal;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Gets the error of a listener. */
  failed: (error: unknown) => void;
}

/**
 * Makes events of news and gives each to all listeners. One that fails gets no further event, and its error goes to
 * `failed`: no report may end a run in the middle.
 */
export function announcer({ run, listeners, conceal, now, failed }: Announcement): Announce {
  const open = new Set(listeners);
  const eventOf = (news: News): Event => {
    if (news.type !== 'task-ended') {
      const { at = now(), ...happening } = news;
      return { run, time: new Date(at).toISOString(), ...happening };
    }
    const record = recordOf(news.outcome, news.timing, conceal);
    return { run, time: record.ended, type: 'task-ended', record };
  };
  return (news) => {
    const event = eventOf(news);
    for (const listener of open) {
      try {
        listener(event);
      } catch (error) {
        open.delete(listener);
        failed(error);
      }
    }
  };
}
