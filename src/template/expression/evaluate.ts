import type { Span } from '../fault.ts';
import { isMap } from '../values.ts';
import { mayBeAnswered } from './answered.ts';
import { LOOKUP_CALLS } from './lookups.ts';
import { type Arguments, functionOf, type Machine, type Operation } from './machine.ts';
import { runMacro } from './macros.ts';
import { defined, faultsAt, orNothing } from './settle.ts';
import type { Argument, Node, NodeOf } from './syntax/syntax.ts';
import { attributeOf, callMethod, itemOf, sliceOf } from './values/access.ts';
import { Callable } from './values/callable.ts';
import { changeOf } from './values/changing-methods.ts';
import { combine, holds, negated, truthOf } from './values/operators.ts';
import { strOf } from './values/text.ts';
import { Float, numberOf, typeName, Undefined, ValueFault } from './values/value.ts';

/**
 * The value of an expression, which may be Undefined. `text` is what was parsed. Pure: it reads what the machine
 * gives it, and nothing else. Throws EvaluationFault.
 */
export function evaluate(node: Node, text: string, machine: Machine): unknown {
  return new Evaluation(text, machine).of(node);
}

class Evaluation {
  readonly #source: string;
  readonly #machine: Machine;

  constructor(text: string, machine: Machine) {
    this.#source = text;
    this.#machine = machine;
  }

  of(node: Node): unknown {
    return faultsAt(node, () => {
      this.#machine.step();
      return this.#visit(node);
    });
  }

  #value(node: Node): unknown {
    return defined(this.of(node), node);
  }

  /** A value that may be nothing. */
  #maybe(node: Node): unknown {
    return defined(orNothing(this.of(node)), node);
  }

  #visit(node: Node): unknown {
    switch (node.kind) {
      case 'value':
        return node.isFloat && Number.isInteger(node.value) ? new Float(Number(node.value)) : node.value;
      case 'name':
        return this.#variable(node);
      case 'list':
        return this.#made(node.items.map((item) => this.of(item)));
      case 'map':
        return this.#made(
          Object.fromEntries(node.entries.map(([key, value]) => [strOf(this.#value(key)), this.of(value)])),
        );
      case 'attribute':
        return attributeOf(
          this.of(node.of),
          node.name,
          this.#path(node, node.isOptional ? node : node.nameSpan),
        );
      case 'item':
        return itemOf(this.of(node.of), this.#value(node.key), this.#path(node, node));
      case 'slice':
        return this.#slice(node);
      case 'call':
        return this.#call(node);
      case 'filter':
        return this.#filter(node);
      case 'test':
        return this.#test(node);
      case 'macro':
        return this.#macro(node);
      default:
        return this.#operator(node);
    }
  }

  #operator(node: NodeOf<'not' | 'sign' | 'and' | 'or' | 'binary' | 'compare' | 'if'>): unknown {
    switch (node.kind) {
      case 'not':
        return !truthOf(this.#maybe(node.of));
      case 'sign':
        return this.#sign(node);
      case 'and':
      case 'or': {
        const left = this.#maybe(node.left);
        return truthOf(left) === (node.kind === 'and') ? this.of(node.right) : left;
      }
      case 'binary':
        return this.#binary(node);
      case 'compare':
        return this.#compare(node);
      case 'if':
        if (truthOf(this.#maybe(node.condition))) return this.of(node.whenTrue);
        if (node.whenFalse) return this.of(node.whenFalse);
        return new Undefined('the condition is false and there is no else', { kind: 'nothing', span: node });
    }
  }

  #binary({ operator, left, right }: NodeOf<'binary'>): unknown {
    const [one, other] = [left, right].map((side) =>
      operator === '~' ? this.#maybe(side) : this.#value(side),
    );
    return this.#made(combine(operator, one, other));
  }

  /** How the thing is written that a key is looked up in, and where a missing key is shown. */
  #path({ of, isOptional }: NodeOf<'attribute' | 'item'>, { start, end }: Span) {
    const written = this.#source.slice(of.start, of.end);
    return { written, span: { start, end }, isOptional: isOptional ?? false };
  }

  #variable({ name, start, end }: NodeOf<'name'>): unknown {
    const value = this.#machine.variable(name);
    if (value !== undefined) return value;
    const about = { kind: 'variable', name, known: this.#machine.known, span: { start, end } } as const;
    return new Undefined(`there is no variable \`${name}\``, about);
  }

  #slice({ of, from, to, step }: NodeOf<'slice'>): unknown {
    const [first, last, by] = [from, to, step].map((part) => part && this.#value(part));
    return sliceOf(this.#value(of), first, last, by);
  }

  #sign({ sign, of }: NodeOf<'sign'>): unknown {
    const value = this.#value(of);
    if (sign === '-') return negated(value);
    if (!numberOf(value)) throw new ValueFault(`a value of type ${typeName(value)} has no sign`);
    return value;
  }

  #compare({ first, rest }: NodeOf<'compare'>): boolean {
    let left = this.#value(first);
    for (const { operator, right } of rest) {
      const value = this.#value(right);
      if (!holds(operator, left, value)) return false;
      left = value;
    }
    return true;
  }

  #arguments(args: readonly Argument[]): Arguments {
    const list = args.filter(({ name }) => name === undefined).map(({ value }) => this.of(value));
    const named = args.flatMap(({ name, value }) =>
      name === undefined ? [] : [[name, this.of(value)] as const],
    );
    return { list, named: Object.fromEntries(named) };
  }

  #call(node: NodeOf<'call'>): unknown {
    const { of, args } = node;
    if (of.kind === 'attribute') return this.#method(of, args);
    if (of.kind !== 'name') throw new ValueFault('what stands in front of the parentheses is no function');
    const own = this.#machine.variable(of.name);
    if (own instanceof Callable) return this.#callOwn(own, args);
    const operation = functionOf(of.name, this.#machine.library);
    if (!operation) throw new ValueFault(`there is no function \`${of.name}\``);
    const [first, ...rest] = args;
    if (first && first.name === undefined) return this.#apply(of.name, operation, first.value, rest);
    return operation.call(undefined, this.#arguments(args), this.#machine);
  }

  /** The machine for a call of this name. */
  #machineFor(name: string, of: Node, args: readonly Argument[]): Machine {
    if (!LOOKUP_CALLS.has(name)) return this.#machine;
    const values = [of, ...args.map(({ value }) => value)];
    return { ...this.#machine, answered: mayBeAnswered(values, this.#machine) };
  }

  #method({ of, name }: NodeOf<'attribute'>, args: readonly Argument[]): unknown {
    const receiver = this.of(of);
    const own = isMap(receiver) ? attributeOf(receiver, name) : undefined;
    if (own instanceof Callable) return this.#callOwn(own, args);
    const { list, named } = this.#arguments(args);
    if (name === 'orValue') return receiver instanceof Undefined ? list[0] : receiver;
    const given = list.map((each, index) => defined(each, args[index]?.value ?? of));
    const isOwn = typeof receiver === 'object' && receiver !== null && this.#machine.own?.has(receiver);
    const change = isOwn ? changeOf(receiver, name) : undefined;
    if (change) return change(receiver as never, given, named);
    return callMethod(defined(receiver, of), name, given, named);
  }

  #callOwn(own: Callable, args: readonly Argument[]): unknown {
    const { list, named } = this.#arguments(args);
    return own.call(list, named);
  }

  /** A template may change the lists and maps that it makes. */
  #made<T>(value: T): T {
    if (Array.isArray(value) || isMap(value)) this.#machine.own?.add(value);
    return value;
  }

  #filter({ of, name, args }: NodeOf<'filter'>): unknown {
    const operation = this.#machine.library.filter(name);
    if (!operation) throw new ValueFault(`there is no filter \`${name}\``);
    const found = this.#apply(name, operation, of, args);
    // A copy, so that a change of it never reaches a variable.
    return this.#machine.own && Array.isArray(found) ? this.#made([...found]) : found;
  }

  #test({ of, name, args, isNot }: NodeOf<'test'>): boolean {
    const operation = this.#machine.library.test(name);
    if (!operation) throw new ValueFault(`there is no test \`${name}\``);
    return truthOf(this.#apply(name, operation, of, args)) !== isNot;
  }

  #apply(name: string, operation: Operation, of: Node, args: readonly Argument[]): unknown {
    const value = operation.takesUndefined ? this.of(of) : this.#maybe(of);
    const given = this.#arguments(args);
    try {
      return operation.call(value, given, this.#machineFor(name, of, args));
    } catch (error) {
      if (!(error instanceof ValueFault) || error.missing) throw error;
      const usage = `It is used as ${name}(${['value', ...operation.parameters].join(', ')}).`;
      throw new ValueFault(`\`${name}\`: ${error.message}`, error.hint ?? usage);
    }
  }

  #macro(node: NodeOf<'macro'>): unknown {
    const { of, name, variable, args } = node;
    return runMacro(name, this.#value(of), args, (expression, item) => {
      const inner = new Evaluation(this.#source, {
        ...this.#machine,
        variable: (asked) => (asked === variable ? item : this.#machine.variable(asked)),
      });
      return inner.#value(expression);
    });
  }
}
