import type { Answers } from '../../playbook/peers/peers.ts';
import type { ResolvedTask, SkippedTask } from '../../playbook/resolve/resolved-play.ts';
import { isMap } from '../../template/values.ts';
import type { Result } from '../task-result.ts';

/** What a name holds when its task did not run. */
const NEVER_RAN = { changed: false, failed: false, skipped: true };

/** A value, or that only a real run would tell it. */
type Holding = { value: unknown } | 'unknown';

/** What tasks have registered or set on one host; it outlives the plays. */
export class Registered {
  readonly #held = new Map<string, Holding>();
  readonly #results = new Map<string, Result>();

  get(name: string): Holding {
    return this.#held.get(name) ?? { value: NEVER_RAN };
  }

  has(name: string): boolean {
    return this.#held.has(name);
  }

  /** All that is held, for other hosts. */
  get answers(): Answers {
    const held = [...this.#held];
    return {
      known: Object.fromEntries(
        held.flatMap(([name, holding]) => (holding === 'unknown' ? [] : [[name, holding.value] as const])),
      ),
      unknown: held.flatMap(([name, holding]) => (holding === 'unknown' ? [name] : [])),
    };
  }

  skip({ isEmpty, ...task }: Pick<SkippedTask, 'register' | 'round' | 'isEmpty'>): void {
    this.keep(
      task,
      isEmpty ? { ...NEVER_RAN, skipped_reason: 'No items in the list', results: [] } : NEVER_RAN,
    );
  }

  /** Takes what another host has under these names. */
  adopt(names: readonly string[], from: Registered): void {
    for (const name of names) {
      const held = from.#held.get(name);
      const result = from.#results.get(name);
      if (held !== undefined) this.#held.set(name, held);
      if (result !== undefined) this.#results.set(name, result);
    }
  }

  /** What a task sets by `set_fact`. */
  set(facts: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(facts)) this.#held.set(name, { value });
  }

  /**
   * What a host answered: each fact is a variable, and below `ansible_facts` without that word before it.
   * Source: `namespace_facts` and `clean_facts` in `vars/clean.py` of Ansible 2.14.
   */
  setFacts(facts: unknown): void {
    if (!isMap(facts)) return;
    const own = Object.entries(facts).map(([name, value]) => [name.replace(/^ansible_/, ''), value] as const);
    const before = this.#held.get('ansible_facts');
    const all = before && before !== 'unknown' && isMap(before.value) ? before.value : {};
    this.set({ ...facts, ansible_facts: { ...all, ...Object.fromEntries(own) } });
  }

  /** What a task would set whose values only a real run tells. */
  lose(names: Iterable<string>): void {
    for (const name of names) this.#hold(name, 'unknown');
  }

  /** The results of a loop are gathered under its name as `results`, as Ansible does. */
  keep({ register, round }: Pick<ResolvedTask, 'register' | 'round'>, result: Result): void {
    if (register === undefined) return;
    const own = round && result !== 'unknown' ? { ...result, ...round.item } : result;
    const before = round && round.index > 0 ? this.#results.get(register) : undefined;
    this.#hold(register, round ? gathered(before, own) : own);
  }

  #hold(name: string, result: Result): void {
    this.#results.set(name, result);
    this.#held.set(name, result === 'unknown' ? result : { value: result });
  }
}

/** Source: the overall result of a loop, `run` in `executor/task_executor.py` of Ansible 2.14. */
function gathered(before: Result | undefined, result: Result): Result {
  if (before === 'unknown' || result === 'unknown') return 'unknown';
  const results = [...(Array.isArray(before?.results) ? before.results : []), result];
  const skipped = (before?.skipped ?? true) === true && result.skipped === true;
  const failed = before?.failed === true || result.failed === true;
  const ran = skipped ? 'All items skipped' : 'All items completed';
  return {
    changed: before?.changed === true || result.changed === true,
    ...{ failed, skipped, results },
    msg: failed ? 'One or more items failed' : ran,
  };
}
