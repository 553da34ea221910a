import type { Variable } from '../../template/interpolation/variable.ts';
import type { Include, ModuleCall, Task } from '../model.ts';
import { factNames } from '../peers/settable-names.ts';
import type { Gathering } from './gather-facts.ts';
import type { Resolved } from './resolved-play.ts';

/** What tasks set for the tasks behind them, by name. */
export interface Facts {
  known: Readonly<Record<string, unknown>>;
  /** Those whose values come only when the host has answered. */
  pending: readonly string[];
}

/** What the tasks set for their host that one of the playbook came to; one that is skipped sets nothing. */
export function factsFrom(call: ModuleCall, resolved: readonly Resolved[]): Facts {
  let facts: Facts = { known: {}, pending: [] };
  for (const each of resolved) {
    if (each.kind === 'task' && each.delegateFacts) continue;
    if (each.kind === 'task' && !call.definition.answers)
      facts = { known: { ...facts.known, ...call.definition.facts?.(each.desired) }, pending: facts.pending };
    if (each.kind === 'pending') facts = { ...facts, pending: [...facts.pending, ...each.sets] };
    if (each.kind === 'task' && call.definition.answers) facts = { ...facts, pending: [...factNames(call)] };
  }
  return facts;
}

/** The variables that the tasks of one host give to those behind them, be it in a later play. */
export class TaskVariables {
  /** Whether the host has its facts. */
  gathering: Gathering = 'no';
  /** What was told of other hosts, for the one task that asked. */
  live: Readonly<Record<string, unknown>> = {};
  /** Names that are known only when the host has answered. */
  readonly pending = new Set<string>();
  /** Names that some `set_fact` may set: until it does, they are what they were. */
  readonly settable = new Set<string>();
  readonly #known = new Map<string, Variable>();
  /** Whether anything is known that a host answered: what is set from then on may come from it. */
  #isLate = false;

  get known(): Record<string, Variable> {
    return Object.fromEntries(this.#known);
  }

  register({ register }: Pick<Task, 'register'>): void {
    if (register !== undefined) this.#later(register);
  }

  /** For a task of which nobody knows when it runs, such as a handler. */
  handle(task: Task | Include): void {
    this.register(task);
    if (task.kind === 'task' && task.call) this.doubt(factNames(task.call));
  }

  /** Names that some task may have set, or not. */
  doubt(names: Iterable<string>): void {
    for (const name of names) {
      this.settable.add(name);
      this.#later(name);
    }
  }

  /** What a host has answered: of `names` those that nothing has set are what they were. */
  settle(names: Iterable<string>, values: Readonly<Record<string, unknown>>): void {
    this.#isLate = true;
    for (const name of names) {
      this.pending.delete(name);
      if (Object.hasOwn(values, name)) this.#known.set(name, variableOf(values[name], true));
    }
  }

  copy(): TaskVariables {
    const copy = new TaskVariables();
    copy.gathering = this.gathering;
    copy.#isLate = this.#isLate;
    for (const name of this.pending) copy.pending.add(name);
    for (const name of this.settable) copy.settable.add(name);
    for (const [name, value] of this.#known) copy.#known.set(name, value);
    return copy;
  }

  take({ known, pending }: Facts): void {
    for (const [name, value] of Object.entries(known)) {
      this.#known.set(name, variableOf(value, this.#isLate));
      this.pending.delete(name);
    }
    for (const name of pending) this.#later(name);
  }

  /** As a handler sees it, of which nobody knows when it runs. */
  forHandlers(): TaskVariables {
    const copy = new TaskVariables();
    for (const name of [...this.pending, ...this.#known.keys()]) copy.pending.add(name);
    for (const name of this.settable) copy.settable.add(name);
    return copy;
  }

  #later(name: string): void {
    this.pending.add(name);
    this.#known.delete(name);
  }
}

/** Values that hold no expression, whatever they look like; `answered` where a host may have said them. */
export function settled(
  values: Readonly<Record<string, unknown>>,
  answered = false,
): Record<string, Variable> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, variableOf(value, answered)]),
  );
}

function variableOf(value: unknown, answered: boolean): Variable {
  return { value, settled: true, ...(answered && { answered }) };
}
