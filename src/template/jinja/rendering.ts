import { evaluate } from '../expression/evaluate.ts';
import { attempt } from '../expression/expression.ts';
import { LIBRARY } from '../expression/library.ts';
import { stepCounter } from '../expression/machine.ts';
import { defined, faultsAt, orNothing, textOf } from '../expression/settle.ts';
import { LONGEST } from '../expression/values/bounds.ts';
import { FaultError, type Span, shifted } from '../fault.ts';
import { OMIT, OMIT_NAME } from '../omit.ts';
import type { Kind } from '../output/output.ts';
import { Unsafe } from '../output/unsafe.ts';
import { entry, type Values } from '../values.ts';
import { Frame } from './frame.ts';
import { GLOBALS } from './globals.ts';
import { type Before, guard } from './guard.ts';
import type { Units } from './names.ts';
import type { Part } from './tree.ts';
import { unreadable } from './unreadable.ts';

/** What a rendering starts from. */
export interface Given {
  kind: Kind;
  units: Units;
  values: Values;
  known: Iterable<string>;
}

/** Macros and files that may be inside each other. */
const DEEPEST = 60;

/** One rendering: its values, and its bounds. */
export class Rendering {
  readonly units: Units;
  readonly #given: Given;
  readonly #step = stepCounter();
  readonly #own = new WeakSet<object>();
  #depth = 0;

  constructor(given: Given) {
    this.#given = given;
    this.units = given.units;
  }

  /** A frame that sees the variables, or nothing but what every template has. */
  frame(seesVariables = true): Frame {
    const { values } = this.#given;
    return new Frame((name) => {
      if (name === OMIT_NAME) return OMIT;
      const value = seesVariables ? entry(values, name) : undefined;
      return value === undefined ? entry(GLOBALS, name) : value;
    });
  }

  /** The value of an expression, which may be Undefined. Throws FaultError. */
  value(part: Part, frame: Frame): unknown {
    const { known } = this.#given;
    const machine = { library: LIBRARY, variable: frame.get, known, step: this.#step, own: this.#own };
    return shifted(part.start, () => attempt(() => evaluate(part.node, part.text, machine)));
  }

  /** A value that has to be there. Throws FaultError. */
  defined(part: Part, frame: Frame): unknown {
    const value = this.value(part, frame);
    return this.at(part, () => defined(orNothing(value), part.node));
  }

  /** Runs what does not know where it stands, for an expression. Throws FaultError. */
  at<T>({ start, node }: Part, work: () => T): T {
    return shifted(start, () => attempt(() => faultsAt(node, work)));
  }

  /** An expression as it is written behind `before`. Throws FaultError. */
  shown(part: Part, frame: Frame, before: Before): string {
    return this.written(this.value(part, frame), part, before);
  }

  /** The value of an expression as it is written behind `before`. Throws FaultError. */
  written(value: unknown, part: Part, before: Before): string {
    const text = this.at(part, () => textOf(value, part.node));
    try {
      guard(value, text, this.#given.kind, before);
    } catch (error) {
      if (error instanceof Unsafe) throw unsafe(part, error, this.#given.kind);
      throw error;
    }
    return text;
  }

  /** Runs what may run itself. Throws FaultError. */
  deeper<T>(span: Span, work: () => T): T {
    if (this.#depth >= DEEPEST) {
      const detail = 'A macro or a file writes itself, without end.';
      const fault = { code: 'endless-template', summary: 'A template has no end', detail };
      throw new FaultError([{ ...fault, start: span.start, end: span.end }]);
    }
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  /** A text that is not too long. Throws FaultError. */
  bounded(text: string, span: Span): string {
    if (text.length > LONGEST) throw unreadable(`The text would be longer than ${LONGEST}.`, span);
    return text;
  }
}

function unsafe({ text, start, node }: Part, { message }: Unsafe, kind: Kind): FaultError {
  return new FaultError([
    {
      start: start + node.start,
      end: start + node.end,
      code: 'unsafe-value',
      summary: 'A value cannot be written into this kind of file',
      detail: `\`${text}\` ${message}.`,
      hint:
        kind === 'xml'
          ? 'Write | e behind it to write the characters themselves, or | safe where it is meant so.'
          : 'Write | safe behind it where it is meant so.',
    },
  ]);
}
