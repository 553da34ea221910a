import { didYouMean } from '../suggest.ts';
import { callable, calledAs } from './called-filter.ts';
import { call, nameOf, path, type RewriteState, type Standing } from './rewrite-state.ts';
import { CALL, LOOK, type Site } from './site.ts';

type Expression = hbs.AST.Expression;
type Called = hbs.AST.SubExpression | hbs.AST.MustacheStatement;

const LOOP_NAMES = new Set(['index', 'key', 'first', 'last']);

/** A name, function call or literal where a value is wanted. */
export function rewriteValue(
  state: RewriteState,
  node: Expression,
  at: Standing,
  missing: Site['missing'],
): Expression {
  if (node.type === 'SubExpression') return rewriteCall(state, node as hbs.AST.SubExpression, at);
  return node.type === 'PathExpression'
    ? rewriteName(state, node as hbs.AST.PathExpression, at, missing)
    : node;
}

/** A call of a function, or of a filter or test of expressions. */
export function rewriteCall(state: RewriteState, node: Called, at: Standing): Expression {
  const name = nameOf(node.path);
  const known = calledAs(name);
  if (!known) {
    state.refuse(node.path, `There is no function \`${name}\`.`, didYouMean(name, callable()));
    return node;
  }
  const { arguments: desired, missing = 'nothing' } = known;
  const count = node.params.length;
  const fits = desired.at(-1) === '…' ? count >= desired.length - 1 : count === desired.length;
  if (!fits || node.hash) state.refuse(node.path, `It is used as (${name} ${desired.join(' ')}).`);
  const params = node.params.map((param, index) =>
    rewriteValue(state, param, at, missing === 'all' && index > 0 ? 'nothing' : missing),
  );
  return call(CALL, [state.site(node, { name }), ...params], node);
}

/** A name with the keys behind it: `a.b`, `../a`, `@root.a`, `this.a`, or the bare `this` and `@index`. */
function rewriteName(
  state: RewriteState,
  node: hbs.AST.PathExpression,
  at: Standing,
  missing: Site['missing'],
): Expression {
  const [first = ''] = node.parts;
  if (node.data && first !== 'root') {
    const isKnown = node.parts.length === 1 && LOOP_NAMES.has(first);
    if (!isKnown) state.refuse(node, `There is no \`${node.original}\`.`, didYouMean(first, LOOP_NAMES));
    return node;
  }
  const isOutside = at.depth !== undefined && node.depth > at.depth;
  if (isOutside) state.refuse(node, 'There is nothing outside of this that `../` could lead to.');
  const isBound = node.depth === 0 && !isScoped(node) && at.bound.includes(first);
  const isRoot = node.data || (!isBound && node.depth === at.depth);
  const keys = node.data || isBound ? node.parts.slice(1) : node.parts;
  const [root] = keys;
  if (root === undefined) {
    if (isRoot) state.refuse(node, 'All variables together are no value.', { hint: 'Name a variable.' });
    return node;
  }
  if (isRoot || (at.depth === undefined && !isBound)) state.roots.add(root);
  const site = state.site(node, { name: node.original, keys, missing, isVariable: isRoot });
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
