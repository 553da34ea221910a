import type { Mode } from '../plan/outcome.ts';
import type { Event, Listener } from '../plan/run-event.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { closingLines } from './closing.ts';
import { counted } from './fold.ts';
import { grouped } from './groups.ts';
import { type Paint, painter } from './paint.ts';
import { printable } from './printable.ts';
import { recapLines, recaps } from './recap.ts';
import { groupLines } from './task-block.ts';
import { type TaskBlock, TaskQueue } from './task-queue.ts';

export interface TerminalOptions {
  /** Where the report goes: whole lines. */
  write: (text: string) => void;
  color: boolean;
  /** Columns of the terminal; 80 where there is none. */
  width: number;
  verbose: boolean;
  diff: boolean;
  /** Whether hosts are distinguished that differ in values only, and all of them are named. */
  expand: boolean;
}

/** The report for people, in Ansible's words; a task is printed once it has ended on all hosts of its play. */
export function terminalListener(options: TerminalOptions): Listener {
  const report = new TerminalReport(options);
  return (event) => report.tell(event);
}

class TerminalReport {
  readonly #options: TerminalOptions;
  readonly #paint: Paint;
  readonly #playHosts = new Map<string, readonly string[]>();
  readonly #queue = new TaskQueue((play) => this.#playHosts.get(play) ?? this.#hosts);
  readonly #outcomes: TaskRecord[] = [];
  #hosts: readonly string[] = [];
  #mode: Mode = 'apply';
  #play = '';
  /** Tasks of this play that were not printed because nothing differs. */
  #quiet = 0;
  #printed = 0;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#paint = painter(options.color);
  }

  tell(event: Event): void {
    switch (event.type) {
      case 'run-started':
        this.#hosts = event.hosts;
        this.#mode = event.mode;
        return;
      case 'play-started':
        this.#playHosts.set(event.play, [...(this.#playHosts.get(event.play) ?? []), ...event.hosts]);
        return;
      case 'task-ended':
        this.#outcomes.push(event.record);
        for (const block of this.#queue.add(event.record)) this.#block(block);
        return;
      case 'host-ended':
        for (const block of this.#queue.ended(event.host)) this.#block(block);
        return;
      case 'run-ended':
        for (const block of this.#queue.rest()) this.#block(block);
        this.#endPlay();
        this.#print(this.#ending(event.interrupted));
    }
  }

  #block({ play, task, outcomes }: TaskBlock): void {
    if (play !== this.#play) this.#startPlay(play);
    const shown = this.#options.verbose ? outcomes : outcomes.filter((outcome) => !isSilent(outcome));
    const isNews = this.#options.verbose || shown.some(saysSomething);
    if (!isNews) {
      if (outcomes.every(({ status }) => status !== 'not-started')) this.#quiet += 1;
      return;
    }
    this.#printed += 1;
    const { verbose, expand, diff } = this.#options;
    // The steps of -v are those of one host.
    const groups = grouped(shown, { expand: expand || verbose, diff }).flatMap((group) =>
      groupLines(group, { ...this.#options, paint: this.#paint }),
    );
    this.#print([this.#paint('bold', `TASK [${printable(task)}]`), ...groups, '']);
  }

  #startPlay(play: string): void {
    this.#endPlay();
    this.#play = play;
    if (play !== '') this.#print([this.#paint('bold', `PLAY [${printable(play)}]`), '']);
  }

  #endPlay(): void {
    if (this.#quiet > 0) {
      const other = this.#printed > 0 ? 'other ' : '';
      this.#print([`Nothing differs in ${counted(this.#quiet, `${other}task`)}.`, '']);
    }
    this.#quiet = 0;
    this.#printed = 0;
  }

  #ending(interrupted: boolean): string[] {
    const { width, expand } = this.#options;
    const lines = recapLines(recaps(this.#hosts, this.#outcomes), { paint: this.#paint, width, expand });
    const closing = closingLines(this.#outcomes, {
      mode: this.#mode,
      hosts: this.#hosts.length,
      width,
      expand,
    });
    if (interrupted) closing.push('Interrupted: what had ended by then is reported above.');
    if (closing.length > 0) lines.push('', ...closing);
    return [this.#paint('bold', 'PLAY RECAP'), ...lines];
  }

  #print(lines: readonly string[]): void {
    this.#options.write(lines.map((line) => `${line}\n`).join(''));
  }
}

/** A skip is of interest when something would have been changed, or when only a real run tells. */
function isSilent({ status, changes, unverified }: TaskRecord): boolean {
  return status === 'skipped' && changes.length === 0 && !unverified;
}

/** What did not start is of interest with what it would have changed; the recap counts it, and says why. */
function saysSomething({ status, changes, message, warnings = [] }: TaskRecord): boolean {
  if (status === 'not-started') return changes.length > 0;
  return status !== 'ok' || message !== undefined || warnings.length > 0;
}
