import { LOOKUP_CALLS, LOOKUPS_NAME, Lookups } from './lookups.ts';
import type { Machine } from './machine.ts';
import { children, type Node } from './syntax/syntax.ts';

/** Whether what a host answered may be in the values of these nodes, the arguments of a lookup. */
export function mayBeAnswered(nodes: readonly Node[], machine: Machine): boolean {
  const lookups = machine.variable(LOOKUPS_NAME);
  if (!(lookups instanceof Lookups)) return true;
  const visit = (node: Node): boolean => {
    if (node.kind === 'name') return lookups.isAnswered(node.name, machine.variable(node.name));
    return isComputedVariable(node) || children(node).some(visit);
  };
  return nodes.some(visit);
}

/** `lookup('vars', x)`: nobody sees from the expression which variable it reads. */
function isComputedVariable(node: Node): boolean {
  if (node.kind !== 'call' || node.of.kind !== 'name' || !LOOKUP_CALLS.has(node.of.name)) return false;
  const [name, ...terms] = node.args.map(({ value }) => value);
  if (name?.kind !== 'value') return true;
  return (
    /^(?:ansible\.builtin\.)?vars$/.test(String(name.value)) && terms.some(({ kind }) => kind !== 'value')
  );
}
