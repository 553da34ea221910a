import { type Argument, type Node, type Span, SyntaxFault } from './syntax.ts';

/** Calls whose texts Ansible reads once more: `_lookup` of `template/__init__.py` of Ansible 2.14. */
const LOOKUPS = new Set(['lookup', 'query', 'q']);

/**
 * The arguments of a call. `{{ … }}` in a text that a lookup is given, as in `lookup('file', '{{ name }}.xml')`, is
 * part of the expression; what a variable holds is not read again.
 */
export function withNested(of: Node, args: Argument[], parse: (text: string) => Node): Argument[] {
  if (of.kind !== 'name' || !LOOKUPS.has(of.name)) return args;
  return args.map((each) => ({ ...each, value: nested(each.value, parse) }));
}

function nested(node: Node, parse: (text: string) => Node): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => nested(item, parse)) };
  if (node.kind !== 'value' || typeof node.value !== 'string' || !node.value.includes('{{')) return node;
  const { start, end } = node;
  const pieces = node.value.split(/(\{\{[\s\S]*?\}\})/).filter((piece) => piece !== '');
  const parts = pieces.map((piece): Node => {
    if (!/^\{\{[\s\S]*\}\}$/.test(piece)) return { kind: 'value', value: piece, start, end };
    return placed(
      attempt(() => parse(piece.slice(2, -2)), { start, end }),
      { start, end },
    );
  });
  return parts.reduce((left, right) => ({ kind: 'binary', operator: '~', left, right, start, end }));
}

function attempt(parse: () => Node, span: Span): Node {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxFault) throw new SyntaxFault(error.message, span, error.hint);
    throw error;
  }
}

/** All of a tree at one place: where its text stands. */
function placed<T>(tree: T, span: Span): T {
  if (Array.isArray(tree)) return tree.map((part) => placed(part, span)) as T;
  if (typeof tree !== 'object' || tree === null) return tree;
  const entries = Object.entries(tree).map(([key, part]) => [key, placed(part, span)]);
  return { ...Object.fromEntries(entries), ...('start' in tree && span) } as T;
}
