import type { Program } from './regex-program.ts';
import { ValueFault } from './value.ts';

/** Steps that a regular expression may take for one thing that is asked of it. */
const MOST_STEPS = 20_000_000;
/** Bits that are remembered of them: 32 MiB. */
const MOST_BITS = 2 ** 28;

/** Counts the steps of a regular expression, over all texts that it searches. */
export class Budget {
  #left = MOST_STEPS;

  /** Throws ValueFault. */
  step(): void {
    if (--this.#left < 0) throw tooLong();
  }
}

function tooLong(): ValueFault {
  return new ValueFault('the regular expression takes too long on this text');
}

/**
 * Searches a text for what a program matches, as Python's `re` does: it tries one way after the other. Which choices led
 * nowhere is remembered, so that none is tried twice; Ruby does so since 3.2. The time is that of the length of the
 * text, whatever the expression is. Where that cannot be, for references to groups and for what looks ahead from every
 * character, the budget ends it.
 */
export class Search {
  readonly text: string;
  readonly #program: Program;
  readonly #budget: Budget;
  /** The number of each instruction that is a choice. */
  readonly #choices: readonly number[];
  /** By choice and offset: whether it was made before. Undefined where that does not decide what comes of it. */
  readonly #made: Uint32Array | undefined;
  /** The choices on the way that is tried, of which it is not known yet what comes of them. */
  readonly #way: number[] = [];
  /** What is still to be tried, in threes: instruction, offset, length of the way; or ~slot, what it had before, 0. */
  readonly #left: number[] = [];
  readonly #slots: number[];
  #pc = 0;
  #at = 0;

  constructor(program: Program, text: string, budget: Budget) {
    this.text = text;
    this.#program = program;
    this.#budget = budget;
    this.#slots = Array.from({ length: program.slots }, () => -1);
    let choices = 0;
    this.#choices = program.code.map(({ op }) => (op === 'split' ? choices++ : -1));
    const bits = choices * (text.length + 1);
    if (bits > MOST_BITS) throw tooLong();
    if (!program.hasReferences) this.#made = new Uint32Array(Math.ceil(bits / 32));
  }

  /**
   * Where the groups of the first match from an offset on begin and end, or of the one there, which then has at least so
   * many characters; -1 for none.
   */
  find(from: number, isThere: boolean, least = 0): readonly number[] | undefined {
    const last = isThere ? from : this.text.length;
    for (let start = from; start <= last; start++) {
      this.#slots.fill(-1);
      if (!this.#matches(0, start, start + least)) continue;
      this.#left.length = 0;
      return [start, this.#at, ...this.#slots.slice(2, 2 * this.#program.groups.length)];
    }
    return undefined;
  }

  /** Whether the program matches from an instruction on; `#at` is then where that ends, `least` or behind. */
  #matches(pc: number, at: number, least = 0): boolean {
    const [bottom, way] = [this.#left.length, this.#way.length];
    this.#pc = pc;
    this.#at = at;
    for (;;) {
      this.#budget.step();
      const ended = this.#step();
      const isEnd = ended && this.#at >= least;
      if (isEnd === undefined || (!isEnd && this.#back(bottom))) continue;
      // What led to the end may do so again.
      if (isEnd) for (const choice of this.#way.slice(way)) this.#note(choice, false);
      this.#way.length = way;
      return isEnd;
    }
  }

  /** One instruction: true at the end, false where it does not go on, undefined where it does. */
  #step(): boolean | undefined {
    const instruction = this.#program.code[this.#pc];
    if (!instruction) return true;
    switch (instruction.op) {
      case 'character':
        if (this.#at >= this.text.length || !instruction.holds(this.text.charCodeAt(this.#at))) return false;
        this.#at++;
        break;
      case 'assert':
        if (!instruction.holds(this.text, this.#at)) return false;
        break;
      case 'split':
        if (this.#wasMade()) return false;
        this.#left.push(this.#pc + instruction.or, this.#at, this.#way.length);
        this.#pc += instruction.to - 1;
        break;
      case 'jump':
        this.#pc += instruction.to - 1;
        break;
      case 'save':
        this.#left.push(~instruction.slot, this.#slots[instruction.slot] ?? -1, 0);
        this.#slots[instruction.slot] = this.#at;
        break;
      case 'progress':
        if (this.#slots[instruction.slot] === this.#at) this.#pc += instruction.to - 1;
        break;
      case 'again':
        if (!this.#reads(instruction.group)) return false;
        break;
      case 'look':
        if (this.#looks(instruction.width, instruction.isNegative) === instruction.isNegative) return false;
        this.#pc += instruction.to - 1;
        break;
      case 'accept':
        return true;
    }
    this.#pc++;
    return undefined;
  }

  /** Whether what stands behind a `look` matches; what its groups read stays, and is given back on the way back. */
  #looks(width: number, isNegative: boolean): boolean {
    const [pc, at, bottom] = [this.#pc, this.#at, this.#left.length];
    const isThere = at >= width && this.#matches(pc + 1, at - width);
    const rest = this.#left.splice(bottom);
    for (let index = 0; index < rest.length; index += 3) {
      const [slot = 0, before = 0] = rest.slice(index, index + 2);
      if (slot < 0) this.#left.push(slot, before, 0);
    }
    if (isNegative) this.#back(bottom);
    this.#pc = pc;
    this.#at = at;
    return isThere;
  }

  /** Reads again what a group has read. */
  #reads(group: number): boolean {
    const [from = -1, to = -1] = this.#slots.slice(2 * group, 2 * group + 2);
    if (from < 0 || to < from) return false;
    const [own, here] = [this.text.slice(from, to), this.text.slice(this.#at, this.#at + to - from)];
    const isSame = own === here || (this.#program.ignoresCase && own.toLowerCase() === here.toLowerCase());
    if (isSame) this.#at += to - from;
    return isSame;
  }

  /** Goes back to the last choice; false where there is none above `bottom`. */
  #back(bottom: number): boolean {
    while (this.#left.length > bottom) {
      const way = this.#left.pop() ?? 0;
      const value = this.#left.pop() ?? 0;
      const pc = this.#left.pop() ?? 0;
      if (pc >= 0) {
        this.#way.length = way;
        this.#pc = pc;
        this.#at = value;
        return true;
      }
      this.#slots[~pc] = value;
    }
    return false;
  }

  #wasMade(): boolean {
    if (!this.#made) return false;
    const choice = (this.#choices[this.#pc] ?? 0) * (this.text.length + 1) + this.#at;
    if (((this.#made[choice >>> 5] ?? 0) >>> (choice & 31)) & 1) return true;
    this.#note(choice, true);
    this.#way.push(choice);
    return false;
  }

  #note(choice: number, wasMade: boolean): void {
    const word = this.#made?.[choice >>> 5] ?? 0;
    const bit = 1 << (choice & 31);
    if (this.#made) this.#made[choice >>> 5] = wasMade ? word | bit : word & ~bit;
  }
}
