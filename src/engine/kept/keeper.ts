import { hiddenTexts } from '../../hidden-texts.ts';
import { digestOf } from '../applied/digest.ts';
import type { Writer } from '../script/lock.ts';
import type { Observations } from '../script/observations.ts';
import { keepText, leaveText } from './keep-script.ts';
import { type KeptHead, type KeptTask, type Left, packed } from './kept-record.ts';
import type { Touched } from './touched.ts';

/** Sees to it that a host keeps what is there before a run writes, and how the run left it: for `virtfleet rollback`. */
export class Keeper {
  readonly #writer: Writer;
  /** What was kept so far, by the keys of the probes. */
  readonly #kept = new Map<string, Left>();
  readonly #paths = new Set<string>();
  /** Tasks of which the host could not keep what was there: a rollback tells of them. */
  readonly #missed: KeptTask[] = [];

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Shell text that keeps what a task is going to touch; empty where that is nothing. */
  before(touched: Touched | undefined, current: Observations): string {
    if (!touched) return '';
    const { probes, paths, trees, ...about } = touched;
    const isNothing = [probes, paths, about.restarts, about.beyond].every((all) => all.length === 0);
    if (isNothing) return '';
    const unread: string[] = [];
    const kept = probes.flatMap((probe): KeptTask['kept'] => {
      const { kind, name } = probe.member;
      if (this.#kept.has(probe.key)) return [{ kind, name, answers: [] }];
      const known = current.get(probe);
      if (known && !('error' in known) && known.raw)
        return [{ kind, name, answers: packed(known.raw.answers) }];
      unread.push(`${kind} ${name}`);
      return [];
    });
    const beyond = hiddenTexts.concealAll([...about.beyond, ...unread]);
    const task: KeptTask = { ...about, task: hiddenTexts.conceal(about.task), kept, paths, beyond };
    const head: KeptHead = {
      ...{ version: 1, run: this.#writer.run, by: this.#writer.owner },
      at: new Date().toISOString(),
    };
    const lines = [JSON.stringify(task)];
    const files = paths.filter((path) => !this.#paths.has(path));
    return keepText(this.#writer, { head: JSON.stringify(head), lines, paths: files, trees });
  }

  /** Takes in how the host is once a task is done there, and whether it could keep what was there before. */
  after(touched: Touched | undefined, current: Observations, isKept = true): void {
    if (touched && !isKept) {
      const { task, module, file, line, column } = touched;
      const about = { task: hiddenTexts.conceal(task), module, file, line, column };
      this.#missed.push({ ...about, kept: [], paths: [], restarts: [], beyond: [NOT_KEPT] });
    }
    for (const path of touched?.paths ?? []) this.#paths.add(path);
    for (const probe of touched?.probes ?? []) {
      const known = current.get(probe);
      const { kind, name } = probe.member;
      const digest = known && 'value' in known ? stateDigest(known.value) : '';
      this.#kept.set(probe.key, { kind, name, digest });
    }
  }

  /** Shell text that writes down how the run leaves the host. */
  leave(): string {
    const lines = [...this.#kept.values()].map((left) => JSON.stringify(left));
    const missed = this.#missed.map((task) => JSON.stringify(task));
    return leaveText(this.#writer, { lines, missed });
  }
}

const NOT_KEPT = 'what it changed: the host could not keep what was there';

/**
 * The digest by which one compares what a run left with what is there later. Of an interface its XML names a tap; of a
 * unit a later task of the run may have taken the file away, so that it counts only whether it is masked.
 */
export function stateDigest(value: unknown): string {
  const text = JSON.stringify(value, (key, one: unknown) => {
    if (key === 'load') return one === 'masked';
    return key === 'xml' || key === 'fixed' ? undefined : one;
  });
  return digestOf(JSON.parse(text ?? 'null'), () => false);
}
