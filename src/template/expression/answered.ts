import { LOOKUP_CALLS, LOOKUPS_NAME, Lookups } from './lookups.ts';
import type { Machine } from './machine.ts';
import { children, type Node } from './syntax/syntax.ts';

/** Whether what a host answered may be in the values of these nodes, the arguments of a lookup. */
export function mayBeAnswered(nodes: readonly Node[], machine: Machine): boolean {
  const lookups = machine.variable(LOOKUPS_NAME);
  if (!(lookups instanceof Lookups)) return true;
  const isAnswered = (name: string) => lookups.isAnswered(name, machine.variable(name));
  const visit = (node: Node): boolean => {
    const names = node.kind === 'name' ? [node.name] : variablesOf(node);
    return names === 'computed' || names.some(isAnswered) || children(node).some(visit);
  };
  return nodes.some(visit);
}

/** The variables that `lookup('vars', …)` reads; where they are computed nobody sees them in the expression. */
function variablesOf(node: Node): readonly string[] | 'computed' {
  if (node.kind !== 'call' || node.of.kind !== 'name' || !LOOKUP_CALLS.has(node.of.name)) return [];
  const [name, ...terms] = node.args.map(({ value }) => value);
  if (name?.kind !== 'value') return 'computed';
  if (!/^(?:ansible\.builtin\.)?vars$/.test(String(name.value))) return [];
  const names = terms.flatMap((term) => (term.kind === 'value' ? [String(term.value)] : []));
  return names.length < terms.length ? 'computed' : names;
}
