import type { Node, NodeOf } from './syntax.ts';

/** Methods of CEL whose first argument is a name that they bind for the others. */
const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** What CEL calls the types of values, for `type(x) == string`. */
const TYPES = new Set(['int', 'double', 'bool', 'string', 'list', 'map', 'null_type']);

/** A call of CEL that means something of its own: a macro, `cel.bind`, `optional.of` and `optional.none`. */
export function desugared(call: NodeOf<'call'>): Node {
  const { of, args, start, end } = call;
  if (of.kind !== 'attribute') return call;
  const [first, second, ...rest] = args.map(({ value }) => value);
  const receiver = of.of.kind === 'name' ? of.of.name : undefined;
  if (receiver === 'optional' && of.name === 'of' && first) return first;
  if (receiver === 'optional' && of.name === 'none' && !first) return absent({ start, end });
  if (first?.kind !== 'name' || !second) return call;
  if (receiver === 'cel' && of.name === 'bind')
    return { kind: 'macro', of: second, name: 'bind', variable: first.name, args: rest, start, end };
  if (!MACROS.has(of.name)) return call;
  return {
    kind: 'macro',
    of: of.of,
    name: of.name,
    variable: first.name,
    args: [second, ...rest],
    start,
    end,
  };
}

/** A choice without another side, which is undefined. */
function absent(span: { start: number; end: number }): Node {
  const nothing = { kind: 'value', value: null, ...span } as const;
  return { kind: 'if', condition: { ...nothing, value: false }, whenTrue: nothing, ...span };
}

/** The names of types that are compared with `type(x)` as texts, which `type` gives. */
export function withTypeNames(node: NodeOf<'compare'>): NodeOf<'compare'> {
  const [only, ...more] = node.rest;
  if (!only || more.length > 0) return node;
  const { operator, right } = only;
  if (isTypeCall(node.first)) return { ...node, rest: [{ operator, right: typeText(right) }] };
  return isTypeCall(right) ? { ...node, first: typeText(node.first) } : node;
}

function isTypeCall(node: Node): boolean {
  return node.kind === 'call' && node.of.kind === 'name' && node.of.name === 'type';
}

function typeText(node: Node): Node {
  if (node.kind !== 'name' || !TYPES.has(node.name)) return node;
  return { kind: 'value', value: node.name, start: node.start, end: node.end };
}
