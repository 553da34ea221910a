import { evaluate } from '../expression/evaluate.ts';
import { attempt } from '../expression/expression.ts';
import { LIBRARY } from '../expression/library.ts';
import { stepCounter } from '../expression/machine.ts';
import { defined, faultsAt, orNothing, textOf } from '../expression/settle.ts';
import { LONGEST } from '../expression/values/bounds.ts';
import { strOf } from '../expression/values/text.ts';
import { isText } from '../expression/values/value.ts';
import { FaultError, placed, type Span, shifted } from '../fault.ts';
import { OMIT, OMIT_NAME } from '../omit.ts';
import type { Kind } from '../output/output.ts';
import { Unsafe } from '../output/unsafe.ts';
import { firstThatStructures, standIn, type Written, withoutTexts } from '../output/yaml-structure.ts';
import { placeIn } from '../place.ts';
import { entry, type Values } from '../values.ts';
import { Frame } from './frame.ts';
import { GLOBALS } from './globals.ts';
import { type Before, guard, structuresLater } from './guard.ts';
import type { Units } from './names.ts';
import type { Part, Unit } from './tree.ts';
import { unreadable } from './unreadable.ts';

/** What a rendering starts from. */
export interface Given {
  kind: Kind;
  units: Units;
  values: Values;
  known: Iterable<string>;
}

/** What writes a value: an expression of a file. */
interface Source {
  part: Part;
  unit: Unit;
}

/** Macros and files that may be inside each other. */
const DEEPEST = 60;

/** One rendering: its values, and its bounds. */
export class Rendering {
  readonly units: Units;
  readonly #given: Given;
  readonly #step = stepCounter();
  readonly #own = new WeakSet<object>();
  /** What was written into a text of YAML, and what wrote it. */
  readonly #written: (Written & Source)[] = [];
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

  /** The value of an expression as it is written behind `before`. Throws FaultError. */
  written(value: unknown, { part, unit }: Source, before: Before): string {
    const text = this.at(part, () => textOf(value, part.node));
    const { kind } = this.#given;
    try {
      guard(value, text, kind, before);
    } catch (error) {
      if (error instanceof Unsafe) throw unsafe(part, error, kind);
      throw error;
    }
    if (structuresLater(value, text, kind, before)) {
      const harmless = isText(value) ? standIn(this.#written.length) : strOf(withoutTexts(value));
      this.#written.push({ at: before.text.length, text, harmless, part, unit });
    }
    return text;
  }

  /** The whole text, in which no value says more than itself. Throws ProblemError; FaultError without a file. */
  checked(text: string): string {
    const found = firstThatStructures(text, this.#written);
    if (!found) return text;
    const { part, unit } = found;
    return inUnit(unit, () => {
      throw unsafe(part, new Unsafe('holds a line break or markup of YAML'), 'yaml');
    });
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

/** Runs `work` on a file, or on a text of a playbook. Throws ProblemError; FaultError without a file. */
export function inUnit<T>({ file, text }: Unit, work: () => T): T {
  return file === undefined ? work() : placed((start, end) => placeIn(file, text, start, end), work);
}

const MEANT = 'Write | safe behind it where it is meant so.';
const HINTS: Readonly<Record<Kind, string>> = {
  xml: 'Write | e behind it to write the characters themselves, or | safe where it is meant so.',
  yaml: 'Write | to_json behind it to write it in quotes, or | safe where it is meant so.',
  dnsmasq: MEANT,
  text: MEANT,
};

function unsafe({ text, start, node }: Part, { message }: Unsafe, kind: Kind): FaultError {
  return new FaultError([
    {
      start: start + node.start,
      end: start + node.end,
      code: 'unsafe-value',
      summary: 'A value cannot be written into this kind of file',
      detail: `\`${text}\` ${message}.`,
      hint: HINTS[kind],
    },
  ]);
}
