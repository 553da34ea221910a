import { didYouMean } from '../suggest.ts';
import { call, type Draft, nameOf, path, type Standing } from './rewrite-state.ts';
import { CALL, LOOK, type Site } from './site.ts';
import { TEMPLATE_FUNCTIONS } from './template-functions.ts';

type Expression = hbs.AST.Expression;
type Called = hbs.AST.SubExpression | hbs.AST.MustacheStatement;

const LOOP_NAMES = new Set(['index', 'key', 'first', 'last']);

/** A name, function call or literal where a value is wanted. */
export function rewriteValue(
  draft: Draft,
  node: Expression,
  at: Standing,
  missing: Site['missing'],
): Expression {
  if (node.type === 'SubExpression') return rewriteCall(draft, node as hbs.AST.SubExpression, at);
  return node.type === 'PathExpression'
    ? rewriteName(draft, node as hbs.AST.PathExpression, at, missing)
    : node;
}

/** A call of one of TEMPLATE_FUNCTIONS. */
export function rewriteCall(draft: Draft, node: Called, at: Standing): Expression {
  const name = nameOf(node.path);
  const known = Object.hasOwn(TEMPLATE_FUNCTIONS, name) ? TEMPLATE_FUNCTIONS[name] : undefined;
  if (!known) {
    draft.refuse(
      node.path,
      `There is no function \`${name}\`.`,
      didYouMean(name, Object.keys(TEMPLATE_FUNCTIONS)),
    );
    return node;
  }
  const { arguments: wanted, missing = 'nothing' } = known;
  const count = node.params.length;
  const fits = wanted.at(-1) === '…' ? count >= wanted.length - 1 : count === wanted.length;
  if (!fits || node.hash) draft.refuse(node.path, `It is used as (${name} ${wanted.join(' ')}).`);
  const params = node.params.map((param, index) =>
    rewriteValue(draft, param, at, missing === 'all' && index > 0 ? 'nothing' : missing),
  );
  return call(CALL, [draft.site(node, { name }), ...params], node);
}

/** A name with the keys behind it: `a.b`, `../a`, `@root.a`, `this.a`, or the bare `this` and `@index`. */
function rewriteName(
  draft: Draft,
  node: hbs.AST.PathExpression,
  at: Standing,
  missing: Site['missing'],
): Expression {
  const [first = ''] = node.parts;
  if (node.data && first !== 'root') {
    const isKnown = node.parts.length === 1 && LOOP_NAMES.has(first);
    if (!isKnown) draft.refuse(node, `There is no \`${node.original}\`.`, didYouMean(first, LOOP_NAMES));
    return node;
  }
  const isOutside = at.depth !== undefined && node.depth > at.depth;
  if (isOutside) draft.refuse(node, 'There is nothing outside of this that `../` could lead to.');
  const isBound = node.depth === 0 && !isScoped(node) && at.bound.includes(first);
  const isRoot = node.data || (!isBound && node.depth === at.depth);
  const keys = node.data || isBound ? node.parts.slice(1) : node.parts;
  const [root] = keys;
  if (root === undefined) {
    if (isRoot) draft.refuse(node, 'All variables together are no value.', { hint: 'Name a variable.' });
    return node;
  }
  if (isRoot || (at.depth === undefined && !isBound)) draft.roots.add(root);
  const site = draft.site(node, { name: node.original, keys, missing, isVariable: isRoot });
  return call(LOOK, [headOf(node, isBound), site], node);
}

/** Handlebars' own test for `this.a` and `./a`, which never mean a name that a block binds. */
function isScoped({ original }: hbs.AST.PathExpression): boolean {
  return /^\.|this\b/.test(original);
}

/** What the keys of a name are looked up in. */
function headOf(node: hbs.AST.PathExpression, isBound: boolean): hbs.AST.PathExpression {
  if (isBound) return path(node.parts[0] ?? '', node);
  if (node.data) return { ...path('root', node), data: true };
  return { ...path('', node), parts: [], depth: node.depth };
}
