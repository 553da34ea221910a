import type { Mode } from '../plan/outcome.ts';
import type { Event, Listener } from '../plan/run-event.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { closingLines } from './closing.ts';
import { counted } from './fold.ts';
import { grouped } from './groups.ts';
import { type Paint, painter } from './paint.ts';
import { printable } from './printable.ts';
import { recapLines, recaps } from './recap.ts';
import { PlayQueue } from './rollout/play-queue.ts';
import { plannedLines } from './rollout/rollout-lines.ts';
import { type WaveBlock, WaveQueue } from './rollout/wave-queue.ts';
import { groupLines } from './task-block.ts';

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
  readonly #queue = new WaveQueue();
  /** Of a dry run, which has no waves and no order of its own. */
  readonly #dry = new PlayQueue();
  readonly #outcomes: TaskRecord[] = [];
  #hosts: readonly string[] = [];
  #mode: Mode = 'apply';
  #play = '';
  #wave: string | undefined;
  /** Tasks of this play of which something was printed, and those in which nothing differs. */
  readonly #shown = new Set<string>();
  readonly #quiet = new Set<string>();
  /** What was printed of the tasks of this play, with the first host of which it was said. */
  readonly #told = new Map<string, string>();

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#paint = painter(options.color);
  }

  tell(event: Event): void {
    if (event.type === 'run-started') {
      this.#hosts = event.hosts;
      this.#mode = event.mode;
    }
    if (event.type === 'task-ended') this.#outcomes.push(event.record);
    // It knows the waves of a dry run, too.
    const inWaves = this.#queue.tell(event);
    const blocks = this.#mode === 'apply' ? inWaves : this.#dry.tell(event);
    for (const block of blocks) this.#block(block);
    if (event.type === 'rollout-planned' && this.#mode === 'apply')
      this.#print([...plannedLines(event, this.#options.width), '']);
    if (event.type !== 'run-ended') return;
    this.#endPlay();
    this.#print(this.#ending(event.interrupted));
  }

  #block({ play, task, outcomes, wave }: WaveBlock): void {
    if (play !== this.#play) this.#startPlay(play);
    const shown = this.#options.verbose ? outcomes : outcomes.filter((outcome) => !isSilent(outcome));
    const isNews = this.#options.verbose || shown.some(saysSomething);
    const key = JSON.stringify([task, outcomes[0]?.place]);
    if (!isNews) {
      if (outcomes.every(({ status }) => status !== 'not-started')) this.#quiet.add(key);
      return;
    }
    this.#shown.add(key);
    if (wave !== this.#wave && wave !== undefined) this.#print([this.#paint('bold', upperFirst(wave)), '']);
    this.#wave = wave;
    const { verbose, expand, diff } = this.#options;
    // The steps of -v are those of one host.
    const lines = grouped(shown, { expand: expand || verbose, diff }).flatMap((group) => {
      const all = groupLines(group, { ...this.#options, paint: this.#paint });
      return wave === undefined ? all : this.#unlessTold(key, group.outcomes[0].host, all);
    });
    this.#print([this.#paint('bold', `TASK [${printable(task)}]`), ...lines, '']);
  }

  /** What other hosts of a play said before is not said again. */
  #unlessTold(task: string, host: string, [head = '', ...details]: readonly string[]): string[] {
    const told = JSON.stringify([task, details]);
    if (details.length < 2 || this.#options.verbose) return [head, ...details];
    const before = this.#told.get(told);
    if (before !== undefined) return [head, `  as on ${printable(before)}`];
    this.#told.set(told, host);
    return [head, ...details];
  }

  #startPlay(play: string): void {
    this.#endPlay();
    this.#play = play;
    if (play !== '') this.#print([this.#paint('bold', `PLAY [${printable(play)}]`), '']);
  }

  #endPlay(): void {
    const quiet = [...this.#quiet].filter((task) => !this.#shown.has(task));
    if (quiet.length > 0) {
      const other = this.#shown.size > 0 ? 'other ' : '';
      this.#print([`Nothing differs in ${counted(quiet.length, `${other}task`)}.`, '']);
    }
    for (const known of [this.#quiet, this.#shown, this.#told]) known.clear();
    this.#wave = undefined;
  }

  #ending(interrupted: boolean): string[] {
    const { width, expand } = this.#options;
    const lines = recapLines(recaps(this.#hosts, this.#outcomes), { paint: this.#paint, width, expand });
    const closing = closingLines(this.#outcomes, {
      mode: this.#mode,
      hosts: this.#hosts.length,
      width,
      expand,
      rollouts: this.#queue.rollouts.all,
    });
    if (interrupted) closing.push('Interrupted: what had ended by then is reported above.');
    if (closing.length > 0) lines.push('', ...closing);
    return [this.#paint('bold', 'PLAY RECAP'), ...lines];
  }

  #print(lines: readonly string[]): void {
    this.#options.write(lines.map((line) => `${line}\n`).join(''));
  }
}

function upperFirst(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
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
