import type { ASTNode } from '@marcbachmann/cel-js';
import type { Span } from '../fault.ts';
import { OMIT_NAME } from '../omit.ts';
import { CEL_NAMES } from './cel.ts';
import { patternFault } from './pattern.ts';

/** What an expression reads, and what in it is refused. */
export interface Analysis {
  /** The variables it names, in order; names bound by `map`, `filter` and the like are not among them. */
  names: (Span & { name: string })[];
  /** Variables that may be missing, because `defined` or `default` asks for them. */
  optional: Set<string>;
  faults: (Span & { detail: string; hint: string })[];
}

/** Functions whose first argument is a name they bind for the arguments after it. */
const BINDERS = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'bind']);

/**
 * Reads a parsed expression without evaluating it.
 * CEL has names for its types (`list`, `map`, `type`, …) that people give to variables. They mean the variables, so
 * such a name is replaced in the tree by its `contextKey`; only beside `type(x) ==` it means the type.
 */
export function analyse(ast: ASTNode): Analysis {
  const analysis: Analysis = { names: [], optional: new Set(), faults: [] };
  visit(ast, new Set(), analysis);
  return analysis;
}

/** Under which key CEL looks a variable up: one that it has no name of its own for. */
export function contextKey(name: string): string {
  return CEL_NAMES.has(name) ? `${name} ` : name;
}

function visit(node: ASTNode, bound: ReadonlySet<string>, found: Analysis): void {
  if (node.op === 'id') {
    if (bound.has(node.args) || node.args === OMIT_NAME) return;
    found.names.push({ name: node.args, ...node.range });
    (node as { args: string }).args = contextKey(node.args);
    return;
  }
  if (node.op === 'call') checkCall(node.args[0], node.args[1], found);
  if (node.op === 'rcall') {
    const [method, receiver, args] = node.args;
    if (method === 'matches') checkPattern(args[0], found);
    const [variable] = args;
    if (BINDERS.has(method) && variable?.op === 'id') {
      const isValue = method === 'bind' && args[1];
      if (!isValue) visit(receiver, bound, found);
      if (isValue) visit(isValue, bound, found);
      const inner = new Set([...bound, variable.args]);
      for (const argument of args.slice(isValue ? 2 : 1)) visit(argument, inner, found);
      return;
    }
  }
  for (const child of children(node.args)) if (!isCelName(child, node)) visit(child, bound, found);
}

/** The `string` of `type(x) == string` and the `optional` of `optional.none()`, which are no variables. */
function isCelName(node: ASTNode, parent: ASTNode): boolean {
  if (node.op !== 'id' || !CEL_NAMES.has(node.args)) return false;
  if (parent.op === 'rcall') return node.args === 'optional' && ['of', 'none'].includes(parent.args[0]);
  return (
    (parent.op === '==' || parent.op === '!=') &&
    parent.args.some(({ op, args }) => op === 'call' && args[0] === 'type')
  );
}

function checkCall(name: string, [path]: readonly ASTNode[], found: Analysis): void {
  if (!path || (name !== 'defined' && name !== 'default')) return;
  const root = rootOf(path);
  if (root !== undefined) found.optional.add(root);
  else {
    found.faults.push({
      ...path.range,
      detail: `${name}() asks whether something is there, so it takes a name.`,
      hint: `Write it as ${name}(item.mtu${name === 'default' ? ', 1500' : ''}).`,
    });
  }
}

function rootOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op === '.' || node.op === '[]' || node.op === '.?' || node.op === '[?]')
    return rootOf(node.args[0]);
  return undefined;
}

function checkPattern(pattern: ASTNode | undefined, found: Analysis): void {
  if (!pattern) return;
  const hint = 'Use contains(), startsWith(), endsWith() or == where they do.';
  if (pattern.op !== 'value' || typeof pattern.args !== 'string') {
    found.faults.push({
      ...pattern.range,
      detail: 'The pattern of matches() must stand there as text.',
      hint,
    });
    return;
  }
  const fault = patternFault(pattern.args);
  if (fault)
    found.faults.push({ ...pattern.range, detail: `The pattern of matches() is refused: ${fault}.`, hint });
}

/** The nodes among the operands of a node, however they are nested. */
function children(operands: unknown): ASTNode[] {
  if (Array.isArray(operands)) return operands.flatMap(children);
  const isNode =
    typeof operands === 'object' && operands !== null && 'op' in operands && 'toOldStructure' in operands;
  return isNode ? [operands as ASTNode] : [];
}
