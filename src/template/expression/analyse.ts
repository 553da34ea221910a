import { OMIT_NAME } from '../omit.ts';
import { LOOKUP_CALLS, LOOKUPS_NAME } from './lookups.ts';
import { functionOf, type Library, type Operation, type OperationKind } from './machine.ts';
import { type Argument, children, type Node, type NodeOf, type Span } from './syntax/syntax.ts';
import { isMethod } from './values/methods.ts';
import { patternOf } from './values/regex.ts';
import { ValueFault } from './values/value.ts';

/** What an expression reads, and what in it is refused. */
export interface Analysis {
  /** The variables it names, in order; names bound by `map`, `filter` and the like are not among them. */
  names: (Span & { name: string })[];
  /** Variables that may be missing: something asks whether they are there, or may not come by them at all. */
  optional: Set<string>;
  refused: (Span & { detail: string; hint: string })[];
  /** Filters, tests, functions and methods that do not exist. */
  unknown: (Span & { kind: OperationKind | 'method'; name: string })[];
}

/** Reads a parsed expression without evaluating it; `bound` are names that a template around it binds. */
export function analyse(node: Node, library: Library, bound: ReadonlySet<string> = new Set()): Analysis {
  const analysis: Analysis = { names: [], optional: new Set(), refused: [], unknown: [] };
  new Analyser(analysis, library).visit(node, bound);
  return analysis;
}

/** Of these nobody asks whether they are there. */
const ALWAYS_THERE: ReadonlySet<Node['kind']> = new Set([
  'value',
  'list',
  'map',
  'binary',
  'compare',
  'sign',
  'not',
]);

class Analyser {
  readonly #found: Analysis;
  readonly #library: Library;

  constructor(found: Analysis, library: Library) {
    this.#found = found;
    this.#library = library;
  }

  visit(node: Node, bound: ReadonlySet<string>): void {
    switch (node.kind) {
      case 'name':
        if (!bound.has(node.name) && node.name !== OMIT_NAME) this.#found.names.push(node);
        return;
      case 'macro':
        this.visit(node.of, bound);
        for (const each of node.args) this.visit(each, new Set([...bound, node.variable]));
        return;
      case 'and':
      case 'or':
        this.visit(node.left, bound);
        this.#mayBeSkipped([node.right], node.isEager, bound);
        return;
      case 'if':
        this.visit(node.condition, bound);
        this.#mayBeSkipped([node.whenTrue, ...(node.whenFalse ? [node.whenFalse] : [])], node.isEager, bound);
        return;
      case 'call':
        this.#call(node, bound);
        return;
      case 'filter':
      case 'test': {
        const operation = this.#library[node.kind](node.name);
        if (!operation) this.#found.unknown.push({ kind: node.kind, name: node.name, ...node.nameSpan });
        if (operation?.takesUndefined) this.#mayMiss(node.of);
        this.visit(node.of, bound);
        this.#arguments(operation, node.args, bound);
        return;
      }
    }
    for (const child of children(node)) this.visit(child, bound);
  }

  /** Python does not look at what `and`, `or` and `if` pass by; CEL's signs want all of it to be right. */
  #mayBeSkipped(nodes: readonly Node[], isEager: boolean | undefined, bound: ReadonlySet<string>): void {
    const { names, optional } = this.#found;
    const required = new Set(names.map(({ name }) => name));
    for (const node of nodes) this.visit(node, bound);
    if (isEager) return;
    for (const { name } of names) if (!required.has(name)) optional.add(name);
  }

  #arguments(operation: Operation | undefined, args: readonly Argument[], bound: ReadonlySet<string>): void {
    this.#mayBeSkipped(
      args.map(({ value }) => value),
      !operation?.choosesArgument,
      bound,
    );
  }

  #mayMiss(node: Node): void {
    const root = rootOf(node);
    if (root !== undefined) this.#found.optional.add(root);
  }

  #call(node: NodeOf<'call'>, bound: ReadonlySet<string>): void {
    const { of, args } = node;
    const [first] = args.map(({ value }) => value);
    if (of.kind === 'attribute') {
      if (of.name === 'matches') this.#checkPattern(first);
      const root = rootOf(of);
      const isBound = root !== undefined && bound.has(root);
      if (!isMethod(of.name) && !isBound)
        this.#found.unknown.push({ kind: 'method', name: of.name, ...of.nameSpan });
      this.visit(of.of, bound);
    } else if (of.kind === 'name') {
      const { start, end } = node;
      const operation = functionOf(of.name, this.#library);
      if (!operation && !bound.has(of.name))
        this.#found.unknown.push({ kind: 'function', name: of.name, start, end });
      if (operation?.takesUndefined && first && of.name !== 'has') this.#mayMiss(first);
      if (LOOKUP_CALLS.has(of.name)) this.#lookup(node);
      if (of.name === 'default' || of.name === 'defined') this.#checkPath(of.name, first);
      if (operation && first) {
        this.visit(first, bound);
        this.#arguments(operation, args.slice(1), bound);
        return;
      }
    }
    for (const { value } of args) this.visit(value, bound);
  }

  /** A lookup reads what the task has for it; `vars` reads variables. */
  #lookup({ args, start, end }: NodeOf<'call'>): void {
    const texts = args.flatMap(({ value }) => (value.kind === 'value' ? [String(value.value)] : []));
    const names = /^(?:ansible\.builtin\.)?vars$/.test(texts[0] ?? '') ? texts.slice(1) : [];
    for (const name of [LOOKUPS_NAME, ...names]) {
      this.#found.names.push({ name, start, end });
      this.#found.optional.add(name);
    }
  }

  #checkPath(name: string, path: Node | undefined): void {
    const isNull = path?.kind === 'value' && path.value === null;
    if (!path || isNull || !ALWAYS_THERE.has(path.kind)) return;
    this.#found.refused.push({
      start: path.start,
      end: path.end,
      detail: `${name}() asks whether something is there, so it takes a name.`,
      hint: `Write it as ${name}(item.mtu${name === 'default' ? ', 1500' : ''}).`,
    });
  }

  #checkPattern(pattern: Node | undefined): void {
    if (!pattern) return;
    const isText = pattern.kind === 'value' && typeof pattern.value === 'string';
    const fault = isText ? faultOf(String(pattern.value)) : undefined;
    const why = isText ? fault && `is refused: ${fault}` : 'must stand there as text';
    if (!why) return;
    this.#found.refused.push({
      start: pattern.start,
      end: pattern.end,
      detail: `The pattern of matches() ${why}.`,
      hint: 'Use contains(), startsWith(), endsWith() or == where they do.',
    });
  }
}

function faultOf(pattern: string): string | undefined {
  try {
    patternOf(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof ValueFault) return error.message;
    throw error;
  }
}

function rootOf(node: Node): string | undefined {
  if (node.kind === 'name') return node.name;
  return node.kind === 'attribute' || node.kind === 'item' || node.kind === 'filter'
    ? rootOf(node.of)
    : undefined;
}
