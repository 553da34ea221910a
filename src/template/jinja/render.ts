import { listOf } from '../expression/filters/arguments.ts';
import { truthOf } from '../expression/values/operators.ts';
import { isText, Safe, Undefined, ValueFault } from '../expression/values/value.ts';
import { type Fault, FaultError } from '../fault.ts';
import type { Frame } from './frame.ts';
import { setKey } from './globals.ts';
import { ANYWHERE, type Before, followedBy } from './guard.ts';
import { Loop } from './loop.ts';
import { macroOf } from './macro.ts';
import { inUnit, type Rendering } from './rendering.ts';
import {
  type Body,
  FILTERED,
  type Part,
  type Statement,
  type StatementOf,
  type Target,
  type Unit,
} from './tree.ts';
import { unreadable } from './unreadable.ts';

/**
 * The text that a file makes in a frame, in which it binds names; `before` is what was written in front of it.
 * Throws ProblemError; FaultError without a file.
 */
export function renderUnit(unit: Unit, frame: Frame, rendering: Rendering, before: Before): string {
  return inUnit(unit, () => new Renderer(unit, rendering).whole(unit.body, frame, before));
}

/** Renders the statements of one file. */
class Renderer {
  readonly #unit: Unit;
  readonly #rendering: Rendering;
  /** What is wrong with values, so that all of it is said at once. */
  readonly #faults = new Map<string, Fault>();

  constructor(unit: Unit, rendering: Rendering) {
    this.#unit = unit;
    this.#rendering = rendering;
  }

  whole(body: Body, frame: Frame, before: Before): string {
    const text = this.#collect(() => this.#body(body, frame, before)) ?? '';
    if (this.#faults.size > 0) throw new FaultError([...this.#faults.values()]);
    return text;
  }

  #collect<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      for (const fault of error.problems) this.#faults.set(`${fault.start} ${fault.code}`, fault);
      return undefined;
    }
  }

  #body(body: Body, frame: Frame, before: Before): string {
    let text = '';
    for (const statement of body)
      text = this.#rendering.bounded(
        text + this.#statement(statement, frame, followedBy(before, text)),
        statement,
      );
    return text;
  }

  /** An expression as it is written behind `before`. */
  #shown(part: Part, frame: Frame, before: Before): string {
    return this.#collect(() => this.#written(this.#rendering.value(part, frame), part, before)) ?? '';
  }

  #written(value: unknown, part: Part, before: Before): string {
    return this.#rendering.written(value, { part, unit: this.#unit }, before);
  }

  /** What a statement writes behind `before`. */
  #statement(statement: Statement, frame: Frame, before: Before): string {
    switch (statement.kind) {
      case 'text':
        return statement.text;
      case 'print':
        return this.#shown(statement.value, frame, before);
      case 'do':
        this.#rendering.defined(statement.value, frame);
        return '';
      case 'if':
        return this.#if(statement, frame, before);
      case 'for':
        return this.#for(statement, frame, before);
      case 'set':
        this.#bind(statement.target, this.#rendering.value(statement.value, frame), frame, statement.value);
        return '';
      case 'capture':
        return this.#capture(statement, frame, before);
      case 'with':
        return this.#with(statement, frame, before);
      case 'macro':
        frame.set(statement.name, this.#macro(statement, frame));
        return '';
      case 'call':
        return this.#call(statement, frame, before);
      case 'include':
        return this.#include(statement, frame, before);
      case 'import':
        return this.#import(statement, frame);
    }
  }

  #if({ branches, otherwise }: StatementOf<'if'>, frame: Frame, before: Before): string {
    const branch = branches.find(({ condition }) => truthOf(this.#rendering.defined(condition, frame)));
    return this.#body(branch ? branch.body : otherwise, frame, before);
  }

  #for(statement: StatementOf<'for'>, frame: Frame, before: Before): string {
    const { target, of, condition, body, otherwise } = statement;
    const all = this.#listOf(of, frame);
    const items = condition
      ? all.filter((item) => {
          const inner = frame.inner();
          this.#bind(target, item, inner, of);
          return truthOf(this.#rendering.defined(condition, inner));
        })
      : all;
    if (items.length === 0) return this.#body(otherwise, frame.inner(), before);
    const loop = new Loop(items);
    return items.reduce<string>((text, item, index) => {
      const inner = frame.inner();
      inner.set('loop', loop.at(index));
      this.#bind(target, item, inner, of);
      return this.#rendering.bounded(text + this.#body(body, inner, followedBy(before, text)), of.node);
    }, '');
  }

  #listOf(part: Part, frame: Frame): readonly unknown[] {
    const value = this.#rendering.defined(part, frame);
    return this.#rendering.at(part, () => [...listOf(value)]);
  }

  /** Throws FaultError at the expression that the value comes from. */
  #bind({ names, key }: Target, value: unknown, frame: Frame, part: Part): void {
    const [name = ''] = names;
    this.#rendering.at(part, () => {
      if (key !== undefined) return setKey(frame.get(name), name, key, value);
      if (names.length === 1) return frame.set(name, value);
      const values = listOf(value);
      if (values.length !== names.length)
        throw new ValueFault(
          `there are ${values.length} values for the ${names.length} names ${names.join(', ')}`,
        );
      for (const [index, each] of names.entries()) frame.set(each, values[index]);
    });
  }

  #capture({ name, filter, body }: StatementOf<'capture'>, frame: Frame, before: Before): string {
    const text = new Safe(this.#body(body, frame.inner(), ANYWHERE), 'template');
    const inner = frame.inner();
    inner.set(FILTERED, text);
    const value = filter ? this.#rendering.defined(filter, inner) : text;
    if (name === undefined && filter) return this.#filtered(value, filter, before);
    if (name !== undefined) frame.set(name, value);
    return '';
  }

  /** What a filter makes of what was checked may be anything. */
  #filtered(value: unknown, filter: Part, before: Before): string {
    if (isText(value)) return this.#written(value, filter, before);
    return this.#rendering.at(filter, () => {
      throw new ValueFault('the filter makes no text of the block');
    });
  }

  #with({ values, body }: StatementOf<'with'>, frame: Frame, before: Before): string {
    const inner = frame.inner();
    for (const { name, otherwise } of values)
      if (otherwise) inner.set(name, this.#rendering.defined(otherwise, frame));
    return this.#body(body, inner, before);
  }

  #macro(macro: Omit<StatementOf<'macro'>, 'kind'>, frame: Frame) {
    return macroOf(macro, frame, {
      value: (part, inner) => this.#rendering.value(part, inner),
      write: (inner) =>
        this.#rendering.deeper(macro, () =>
          renderUnit({ ...this.#unit, body: macro.body }, inner, this.#rendering, ANYWHERE),
        ),
    });
  }

  #call(statement: StatementOf<'call'>, frame: Frame, before: Before): string {
    const inner = frame.inner();
    inner.set('caller', this.#macro({ ...statement, name: 'caller' }, frame));
    const { call } = statement;
    const { node } = call;
    if (node.kind !== 'call') return '';
    const { start, end } = node;
    const caller = { name: 'caller', value: { kind: 'name', name: 'caller', start, end } } as const;
    const part = { ...call, node: { ...node, args: [...node.args, caller] } };
    return this.#shown(part, inner, before);
  }

  #include(statement: StatementOf<'include'>, frame: Frame, before: Before): string {
    const { files, mayMiss, seesAll, start, end } = statement;
    const unit = files.map((file) => this.#rendering.units.get(file)).find((each) => each !== undefined);
    if (!unit && mayMiss) return '';
    if (!unit) throw unreadable(`There is no template ${files.join(' nor ')}.`, { start, end });
    const inner = seesAll ? frame.inner() : this.#rendering.frame(false);
    return this.#rendering.deeper({ start, end }, () => renderUnit(unit, inner, this.#rendering, before));
  }

  #import({ file, as, items, seesAll, start, end }: StatementOf<'import'>, frame: Frame): string {
    const unit = this.#rendering.units.get(file);
    if (!unit) throw unreadable(`There is no template ${file}.`, { start, end });
    const inner = seesAll ? frame.inner() : this.#rendering.frame(false);
    this.#rendering.deeper({ start, end }, () => renderUnit(unit, inner, this.#rendering, ANYWHERE));
    if (as !== undefined) frame.set(as, inner.own);
    for (const [name, own] of items)
      frame.set(own, inner.own[name] ?? new Undefined(`${file} has no \`${name}\``));
    return '';
  }
}
