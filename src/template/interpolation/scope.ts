import { ProblemError } from '../../problem.ts';
import { collect } from '../collect.ts';
import { LOOKUPS_NAME, Lookups } from '../expression/lookups.ts';
import { entry, type Values } from '../values.ts';
import { PendingError } from './pending.ts';
import type { Template } from './text.ts';
import { rootsOf, templateOf, type Variable } from './variable.ts';

/**
 * The variables of a host, where precedence between groups, files and plays is already decided. `reads` takes the names
 * that are asked for, there or not.
 */
export function createScope(variables: Readonly<Record<string, Variable>>, reads?: Set<string>): Scope {
  return new Scope(Object.entries(variables), undefined, reads);
}

/** What is known of a name: how it is written, that it will be known later, or that it is nothing after all. */
type Known = Variable | 'pending' | 'absent';

type Outcome = { value: unknown } | { error: ProblemError };

/**
 * Variables that refer to each other, settled when they are asked for and then remembered.
 * A variable is read in the scope that asks for it, as in Ansible: when a task's variable or a loop's item replaces
 * a name, what refers to that name follows.
 */
export class Scope {
  readonly #own: ReadonlyMap<string, Known>;
  readonly #parent: Scope | undefined;
  readonly #reads: Set<string> | undefined;
  readonly #reach = new Map<string, ReadonlySet<string>>();
  readonly #outcomes = new Map<string, Outcome>();
  /** The names being settled, outermost first; a name met again is a cycle. */
  readonly #settling = new Set<string>();

  /** Use `createScope`, `child` and `pending`. */
  constructor(own: Iterable<readonly [string, Known]>, parent?: Scope, reads?: Set<string>) {
    this.#own = new Map(own);
    this.#parent = parent;
    this.#reads = reads;
  }

  /** A scope in which `more` is added to or replaces what is here. */
  child(more: Readonly<Record<string, Variable>>): Scope {
    return new Scope(Object.entries(more), this);
  }

  /** A scope in which these names will be known only later; a child that has them makes them known. */
  pending(names: Iterable<string>): Scope {
    return new Scope(
      [...names].map((name) => [name, 'pending'] as const),
      this,
    );
  }

  /** A scope in which these names are what they were before they were pending. */
  unset(names: Iterable<string>): Scope {
    return new Scope(
      [...names].map((name) => [name, this.#before(name)] as const),
      this,
    );
  }

  /** All names, the nearest first; a name may come twice. */
  names(): Iterable<string> {
    const own = this.#own;
    const parent = this.#parent;
    return {
      *[Symbol.iterator]() {
        yield* own.keys();
        if (parent) yield* parent.names();
      },
    };
  }

  /** Which pending names these names depend on, however indirectly. */
  waitsFor(names: Iterable<string>): string[] {
    const waits = new Set<string>();
    for (const name of names)
      for (const reached of this.#reachOf(name)) if (this.#find(reached) === 'pending') waits.add(reached);
    return [...waits];
  }

  /**
   * The values of these names. A name that is not there is left out: whoever uses it says so, with its place.
   * Throws PendingError when one depends on a pending name, ProblemError with everything wrong in any of them.
   */
  get(names: Iterable<string>): Values {
    const desired = [...names];
    const waits = this.waitsFor(desired);
    if (waits.length > 0) throw new PendingError(waits);
    return this.#values(desired);
  }

  /**
   * The value of a template. A variable that it may go without is absent where it refers to something undefined.
   * Throws as `get` does, and whatever evaluating throws.
   */
  evaluate<T>(template: Template<T>): T {
    const waits = this.waitsFor(template.roots);
    if (waits.length > 0) throw new PendingError(waits);
    return this.#evaluate(template);
  }

  #evaluate<T>(template: Template<T>): T {
    const absent = [...(template.optional ?? [])].flatMap((name) => {
      const outcome = this.#find(name) === undefined ? undefined : this.#outcome(name);
      return outcome && 'error' in outcome && isUndefined(outcome.error) ? [{ name, ...outcome }] : [];
    });
    const names = template.roots.filter((name) => absent.every((each) => each.name !== name));
    try {
      return template.evaluate(this.#withLookups(this.#values(names)), this.names());
    } catch (error) {
      const cause = absent.find(({ name }) => isAbout(error, name));
      throw cause?.error ?? error;
    }
  }

  /** Those of these names whose values come, however indirectly, from what a host answered. */
  answered(names: Iterable<string>): string[] {
    const isAnswered = (known: Variable | 'pending' | undefined) =>
      typeof known === 'object' && known.answered;
    return [...names].filter((name) =>
      [...this.#reachOf(name)].some((reached) => isAnswered(this.#find(reached))),
    );
  }

  /** Takes names for asked for, where something else than an expression depends on them. */
  note(names: Iterable<string>): void {
    for (const name of names) this.#find(name);
  }

  #find(name: string): Variable | 'pending' | undefined {
    this.#reads?.add(name);
    const parent = this.#parent;
    const known = this.#own.get(name) ?? (parent ? parent.#find(name) : undefined);
    return known === 'absent' ? undefined : known;
  }

  #before(name: string): Known {
    const own = this.#own.get(name);
    if (own !== undefined && own !== 'pending') return own;
    const parent = this.#parent;
    return parent ? parent.#before(name) : 'absent';
  }

  /** All names that the value of a name can depend on, itself included. */
  #reachOf(name: string): ReadonlySet<string> {
    const known = this.#reach.get(name);
    if (known) return known;
    const parent = this.#parent;
    const inherited = this.#own.has(name) || !parent ? undefined : parent.#reachOf(name);
    const reach = inherited && !this.#touches(inherited) ? inherited : this.#follow(name);
    this.#reach.set(name, reach);
    return reach;
  }

  #follow(name: string): ReadonlySet<string> {
    const reach = new Set([name]);
    // A set may grow while it is walked; what is added is walked too.
    for (const reached of reach) {
      const known = this.#find(reached);
      if (typeof known === 'object') for (const root of rootsOf(known)) reach.add(root);
    }
    return reach;
  }

  #touches(names: Iterable<string>): boolean {
    // A lookup reads whatever the scope has that asks for it.
    for (const name of names) if (name === LOOKUPS_NAME || this.#own.has(name)) return true;
    return false;
  }

  /** The settled values of these names; those that are not there are left out. */
  #values(names: Iterable<string>): Values {
    const there = [...names].filter((name) => this.#find(name) !== undefined);
    return Object.fromEntries(collect(there, (name) => [name, this.#settle(name)] as const, ProblemError));
  }

  /** The value of a name that is there and waits for nothing. */
  #settle(name: string): unknown {
    const outcome = this.#outcome(name);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Lookups read in the scope that asks, and know which of its values a host may have answered. */
  #withLookups(values: Values): Values {
    const lookups = values[LOOKUPS_NAME];
    if (!(lookups instanceof Lookups)) return values;
    const answered = new Set(this.answered(Object.keys(values)));
    // A name that a template binds itself, as a loop does, may stand for any part of what it reads.
    const isAnswered = (name: string, value: unknown) =>
      answered.has(name) || (answered.size > 0 && value !== entry(values, name));
    return { ...values, [LOOKUPS_NAME]: lookups.within(this, isAnswered) };
  }

  #outcome(name: string): Outcome {
    return this.#outcomes.get(name) ?? this.#outcomeOf(name);
  }

  #outcomeOf(name: string): Outcome {
    const parent = this.#parent;
    const outcome =
      parent && !this.#touches(this.#reachOf(name))
        ? (parent.#outcomes.get(name) ?? parent.#outcomeOf(name))
        : this.#compute(name);
    this.#outcomes.set(name, outcome);
    return outcome;
  }

  #compute(name: string): Outcome {
    const variable = this.#find(name);
    if (variable === undefined || variable === 'pending') throw new Error(`nothing to settle in ${name}`);
    if (this.#settling.has(name)) return { error: cycle([...this.#settling], name, variable) };
    this.#settling.add(name);
    try {
      return { value: this.#evaluate(templateOf(variable)) };
    } catch (error) {
      if (error instanceof ProblemError) return { error };
      throw error;
    } finally {
      this.#settling.delete(name);
    }
  }
}

/** Whether nothing is wrong but that something is not defined. */
function isUndefined({ problems }: ProblemError): boolean {
  return problems.every(({ code }) => code === 'undefined-variable' || code === 'undefined-field');
}

function isAbout(error: unknown, name: string): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.problems.some(({ detail }) => detail === `There is no variable \`${name}\`.`);
}

function cycle(settling: readonly string[], name: string, variable: Variable): ProblemError {
  const chain = [...settling.slice(settling.indexOf(name)), name].join(' → ');
  return new ProblemError([
    {
      code: 'variable-cycle',
      summary: 'Variables refer to each other in a circle',
      detail: `${chain}.`,
      ...(variable.place && { place: variable.place }),
      hint: 'Give one of them a value of its own.',
    },
  ]);
}
