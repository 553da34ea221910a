import type { Span } from '../fault.ts';
import { OMIT } from '../omit.ts';
import { type Arguments, EvaluationFault, functionOf, type Machine, type Operation } from './machine.ts';
import { runMacro } from './macros.ts';
import type { Argument, Node, NodeOf } from './syntax/syntax.ts';
import { attributeOf, callMethod, itemOf, sliceOf } from './values/access.ts';
import { combine, holds, negated, truthOf } from './values/operators.ts';
import { strOf } from './values/text.ts';
import { Float, numberOf, toData, typeName, Undefined, ValueFault } from './values/value.ts';

/**
 * The value of an expression, which may be Undefined. `text` is what was parsed. Pure: it reads what the machine
 * gives it, and nothing else. Throws EvaluationFault.
 */
export function evaluate(node: Node, text: string, machine: Machine): unknown {
  return new Evaluation(text, machine).of(node);
}

/** A value that has to be there. Throws EvaluationFault. */
function defined(value: unknown, span: Span): unknown {
  if (value instanceof Undefined) throw new EvaluationFault(value.why, value.span ?? span, undefined, value);
  return value;
}

/** The value of an expression as plain data; `span` is that of the expression. Throws EvaluationFault. */
export function dataOf(value: unknown, span: Span): unknown {
  return faultsAt(span, () => toData(value));
}

/** The value of an expression as it stands within a text. Throws EvaluationFault. */
export function textOf(value: unknown, span: Span): string {
  return faultsAt(span, () => {
    if (value === OMIT)
      throw new ValueFault(
        'omit cannot stand within text',
        'What is left out is a whole value: nothing else stands in its string.',
      );
    return value === null ? '' : strOf(value);
  });
}

/** Runs what does not know where it stands. */
function faultsAt<T>({ start, end }: Span, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ValueFault)) throw error;
    const { message, hint, missing } = error;
    throw new EvaluationFault(message, missing?.span ?? { start, end }, hint, missing);
  }
}

class Evaluation {
  readonly #text: string;
  readonly #machine: Machine;

  constructor(text: string, machine: Machine) {
    this.#text = text;
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

  #visit(node: Node): unknown {
    switch (node.kind) {
      case 'value':
        return node.isFloat && Number.isInteger(node.value) ? new Float(Number(node.value)) : node.value;
      case 'name':
        return this.#variable(node);
      case 'list':
        return node.items.map((item) => this.of(item));
      case 'map':
        return Object.fromEntries(
          node.entries.map(([key, value]) => [strOf(this.#value(key)), this.of(value)]),
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
        return !truthOf(this.#value(node.of));
      case 'sign':
        return this.#sign(node);
      case 'and':
      case 'or': {
        const left = this.#value(node.left);
        return truthOf(left) === (node.kind === 'and') ? this.of(node.right) : left;
      }
      case 'binary':
        return combine(node.operator, this.#value(node.left), this.#value(node.right));
      case 'compare':
        return this.#compare(node);
      case 'if':
        if (truthOf(this.#value(node.condition))) return this.of(node.whenTrue);
        if (node.whenFalse) return this.of(node.whenFalse);
        return new Undefined('the condition is false and there is no else', { span: node });
    }
  }

  /** How the thing is written that a key is looked up in, and where a missing key is shown. */
  #path({ of, isOptional }: NodeOf<'attribute' | 'item'>, { start, end }: Span) {
    const written = this.#text.slice(of.start, of.end);
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
    const operation = functionOf(of.name, this.#machine.library);
    if (!operation) throw new ValueFault(`there is no function \`${of.name}\``);
    const [first, ...rest] = args;
    if (first && first.name === undefined) return this.#apply(of.name, operation, first.value, rest);
    return operation.call(undefined, this.#arguments(args), this.#machine);
  }

  #method({ of, name }: NodeOf<'attribute'>, args: readonly Argument[]): unknown {
    const receiver = this.of(of);
    const { list, named } = this.#arguments(args);
    if (name === 'orValue') return receiver instanceof Undefined ? list[0] : receiver;
    const given = list.map((each, index) => defined(each, args[index]?.value ?? of));
    return callMethod(defined(receiver, of), name, given, named);
  }

  #filter({ of, name, args }: NodeOf<'filter'>): unknown {
    const operation = this.#machine.library.filter(name);
    if (!operation) throw new ValueFault(`there is no filter \`${name}\``);
    return this.#apply(name, operation, of, args);
  }

  #test({ of, name, args, isNot }: NodeOf<'test'>): boolean {
    const operation = this.#machine.library.test(name);
    if (!operation) throw new ValueFault(`there is no test \`${name}\``);
    return truthOf(this.#apply(name, operation, of, args)) !== isNot;
  }

  #apply(name: string, operation: Operation, of: Node, args: readonly Argument[]): unknown {
    const value = operation.takesUndefined ? this.of(of) : this.#value(of);
    const given = this.#arguments(args);
    try {
      return operation.call(value, given, this.#machine);
    } catch (error) {
      if (!(error instanceof ValueFault) || error.missing) throw error;
      const usage = `It is used as ${name}(${['value', ...operation.parameters].join(', ')}).`;
      throw new ValueFault(`\`${name}\`: ${error.message}`, error.hint ?? usage);
    }
  }

  #macro(node: NodeOf<'macro'>): unknown {
    const { of, name, variable, args } = node;
    return runMacro(name, this.#value(of), args, (expression, item) => {
      const inner = new Evaluation(this.#text, {
        ...this.#machine,
        variable: (asked) => (asked === variable ? item : this.#machine.variable(asked)),
      });
      return inner.#value(expression);
    });
  }
}
