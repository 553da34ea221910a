import { type Analysis, analyse } from '../expression/analyse.ts';
import { refusals } from '../expression/expression-faults.ts';
import { LIBRARY } from '../expression/library.ts';
import type { Fault } from '../fault.ts';
import { GLOBALS } from './globals.ts';
import {
  type Body,
  FILTERED,
  type Parameter,
  type Part,
  type Statement,
  type StatementOf,
  type Unit,
} from './tree.ts';

/** The files that a template includes and imports, by the names that it has for them. */
export type Units = ReadonlyMap<string, Unit | undefined>;

/** What the statements of a template read. */
export interface TemplateNames {
  /** Variables that it names and does not bind itself. */
  names: ReadonlySet<string>;
  /** What is refused, by file. */
  faults: ReadonlyMap<Unit, readonly Fault[]>;
}

/** Reads a template without rendering it. */
export function namesOf(unit: Unit, units: Units): TemplateNames {
  const reader = new NameReader(units);
  reader.unit(unit, new Set());
  return reader;
}

/** Names that only the template itself gives. */
const OWN = Object.keys(GLOBALS).filter((name) => name !== 'ansible_managed');
const OF_MACROS = ['caller', 'varargs', 'kwargs'];

class NameReader implements TemplateNames {
  readonly names = new Set<string>();
  readonly faults = new Map<Unit, Fault[]>();
  readonly #units: Units;
  readonly #reading = new Set<Unit>();
  #unit: Unit | undefined;

  constructor(units: Units) {
    this.#units = units;
  }

  unit(unit: Unit, bound: ReadonlySet<string>): void {
    if (this.#reading.has(unit)) return;
    const outer = this.#unit;
    this.#unit = unit;
    this.#reading.add(unit);
    this.#body(unit.body, new Set([...OWN, ...bound]));
    this.#reading.delete(unit);
    this.#unit = outer;
  }

  #body(body: Body, bound: Set<string>): void {
    for (const statement of body) this.#statement(statement, bound);
  }

  #statement(statement: Statement, bound: Set<string>): void {
    switch (statement.kind) {
      case 'text':
        return;
      case 'print':
      case 'do':
        this.#part(statement.value, bound);
        return;
      case 'if':
        for (const { condition, body } of statement.branches) {
          this.#part(condition, bound);
          // What a branch binds is not bound where the branch is passed by.
          this.#body(body, new Set(bound));
        }
        this.#body(statement.otherwise, new Set(bound));
        return;
      case 'set':
        this.#part(statement.value, bound);
        if (statement.target.key === undefined) for (const name of statement.target.names) bound.add(name);
        return;
      case 'include':
        for (const name of statement.files) this.#file(name, statement.seesAll ? bound : new Set());
        return;
      case 'import':
        this.#file(statement.file, statement.seesAll ? bound : new Set());
        for (const [, as] of statement.items) bound.add(as);
        if (statement.as !== undefined) bound.add(statement.as);
        return;
      default:
        this.#block(statement, bound);
    }
  }

  #block(statement: StatementOf<'for' | 'capture' | 'with' | 'macro' | 'call'>, bound: Set<string>): void {
    const inner = new Set(bound);
    switch (statement.kind) {
      case 'for':
        this.#part(statement.of, bound);
        for (const name of [...statement.target.names, 'loop']) inner.add(name);
        if (statement.condition) this.#part(statement.condition, inner);
        this.#body(statement.otherwise, new Set(bound));
        break;
      case 'capture':
        if (statement.filter) this.#part(statement.filter, new Set([...bound, FILTERED]));
        if (statement.name !== undefined) bound.add(statement.name);
        break;
      case 'with':
        this.#parameters(statement.values, bound, inner);
        break;
      case 'macro':
        for (const name of [...OF_MACROS, statement.name]) inner.add(name);
        this.#parameters(statement.parameters, inner, inner);
        bound.add(statement.name);
        break;
      case 'call':
        this.#part(statement.call, bound);
        this.#parameters(statement.parameters, inner, inner);
    }
    this.#body(statement.body, inner);
  }

  #parameters(parameters: readonly Parameter[], bound: ReadonlySet<string>, inner: Set<string>): void {
    for (const { name, otherwise } of parameters) {
      if (otherwise) this.#part(otherwise, bound);
      inner.add(name);
    }
  }

  #file(name: string, bound: ReadonlySet<string>): void {
    const unit = this.#units.get(name);
    if (unit) this.unit(unit, bound);
  }

  #part({ node, start }: Part, bound: ReadonlySet<string>): void {
    const analysis: Analysis = analyse(node, LIBRARY, bound);
    for (const { name } of analysis.names) this.names.add(name);
    const faults = refusals(analysis, LIBRARY).map((fault) => ({
      ...fault,
      start: fault.start + start,
      end: fault.end + start,
    }));
    if (!this.#unit || faults.length === 0) return;
    this.faults.set(this.#unit, [...(this.faults.get(this.#unit) ?? []), ...faults]);
  }
}
