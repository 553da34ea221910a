import type { Span } from '../../fault.ts';

export type { Span };

/** Operators of two operands. `&&` and `||` of CEL are `and` and `or`. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '~';
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** An argument of a call, `name=` in front of it when it has one. */
export interface Argument {
  name?: string;
  value: Node;
}

/**
 * An expression as a tree. Jinja's grammar (https://jinja.palletsprojects.com/templates/#expressions) and CEL's
 * (https://github.com/google/cel-spec/blob/master/doc/langdef.md) make the same nodes wherever they mean the same.
 */
export type Node = Span &
  (
    | { kind: 'value'; value: string | number | bigint | boolean | null; isFloat?: true }
    | { kind: 'name'; name: string }
    | { kind: 'list'; items: readonly Node[] }
    | { kind: 'map'; entries: readonly (readonly [key: Node, value: Node])[] }
    /** `a.b`; `isOptional` for CEL's `a.?b`. */
    | { kind: 'attribute'; of: Node; name: string; nameSpan: Span; isOptional?: true }
    | { kind: 'item'; of: Node; key: Node; isOptional?: true }
    | { kind: 'slice'; of: Node; from?: Node; to?: Node; step?: Node }
    /** `f(x)` and `a.f(x)`: `of` is a name or an attribute in all that can be called. */
    | { kind: 'call'; of: Node; args: readonly Argument[] }
    | { kind: 'filter'; of: Node; name: string; nameSpan: Span; args: readonly Argument[] }
    | { kind: 'test'; of: Node; name: string; nameSpan: Span; args: readonly Argument[]; isNot: boolean }
    /** `list.map(item, expression)` and the others of CEL that bind a name; `bind` binds it to the value itself. */
    | { kind: 'macro'; of: Node; name: string; variable: string; args: readonly Node[] }
    | { kind: 'not'; of: Node }
    | { kind: 'sign'; sign: '-' | '+'; of: Node }
    /** `isEager` for CEL's signs: what they name has to be there, whether it is evaluated or not. */
    | { kind: 'and' | 'or'; left: Node; right: Node; isEager?: true }
    | { kind: 'binary'; operator: BinaryOperator; left: Node; right: Node }
    /** `a < b < c` holds when each pair does. */
    | { kind: 'compare'; first: Node; rest: readonly { operator: Comparison; right: Node }[] }
    /** `a if c else b`, and `c ? a : b` of CEL. Without `else` it is undefined. */
    | { kind: 'if'; condition: Node; whenTrue: Node; whenFalse?: Node; isEager?: true }
  );

/** The kind of node that a name says. */
export type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** Something in the text that is no expression. */
export class SyntaxFault extends Error {
  readonly span: Span;
  readonly hint: string | undefined;

  constructor(message: string, span: Span, hint?: string) {
    super(message);
    this.span = span;
    this.hint = hint;
  }
}

/** The parts of a node, in the order in which they are written. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'value':
    case 'name':
      return [];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'item':
      return [node.of, node.key];
    case 'slice':
      return [node.of, node.from, node.to, node.step].filter((each) => each !== undefined);
    case 'and':
    case 'or':
    case 'binary':
      return [node.left, node.right];
    case 'compare':
      return [node.first, ...node.rest.map(({ right }) => right)];
    case 'if':
      return [node.condition, node.whenTrue, ...(node.whenFalse ? [node.whenFalse] : [])];
    case 'filter':
    case 'test':
    case 'call':
      return [node.of, ...node.args.map(({ value }) => value)];
    case 'macro':
      return [node.of, ...node.args];
    default:
      return [node.of];
  }
}
