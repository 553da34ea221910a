import { isDeepStrictEqual } from 'node:util';
import { MAGIC } from '../inventory/magic.ts';
import { analyse } from '../template/expression/analyse.ts';
import { LIBRARY } from '../template/expression/library.ts';
import { functionOf } from '../template/expression/machine.ts';
import { parse } from '../template/expression/syntax/parse.ts';
import { type Argument, children, type Node, SyntaxFault } from '../template/expression/syntax/syntax.ts';
import { isMap } from '../template/values.ts';
import { celText } from './cel-text.ts';

/** An expression in the spelling of CEL, or why it has none that means exactly the same. */
export type Spelled = { text: string } | { why: string };

/** The spelling is parsed again, and taken only where it is the same tree and asks for the same variables. */
export function celOf(text: string): Spelled {
  try {
    const written = parse(text);
    const other = otherMeaning(written);
    if (other !== undefined) return { why: `${other}() as a function does not mean the same.` };
    const spelled = celText(written);
    if (spelled === undefined) return { why: 'CEL has no words for it.' };
    const read = parse(spelled);
    if (!isDeepStrictEqual(plain(read), plain(written))) return { why: 'CEL has no words for it.' };
    const [before, after] = [needs(written), needs(read)];
    const more = after.names.filter((name) => !before.names.includes(name));
    if (more.length > 0)
      return { why: `${more.join(', ')} would have to be defined: && and || of CEL look at both sides.` };
    return isDeepStrictEqual(before, after) ? { text: spelled } : { why: 'CEL has no words for it.' };
  } catch (error) {
    if (error instanceof SyntaxFault) return { why: error.message };
    throw error;
  }
}

/** The first filter or test of which a function of the same name is something else. */
function otherMeaning(node: Node): string | undefined {
  const isOther =
    (node.kind === 'filter' || node.kind === 'test') &&
    !(node.kind === 'test' && node.name === 'defined') &&
    functionOf(node.name, LIBRARY) !== LIBRARY[node.kind](node.name);
  if (isOther) return node.name;
  for (const child of children(node)) {
    const found = otherMeaning(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The variables that must be there, and what is refused. */
function needs(node: Node): { names: string[]; refused: number } {
  const { names, optional, refused, unknown } = analyse(node, LIBRARY);
  const needed = new Set(
    names.map(({ name }) => name).filter((name) => !optional.has(name) && !MAGIC.has(name)),
  );
  return { names: [...needed].toSorted(), refused: refused.length + unknown.length };
}

/** What a tree means, whatever its spelling: filters and tests are calls where a call means the same. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case 'filter':
    case 'test': {
      const called = { kind: 'name', name: node.name };
      const call = { kind: 'call', of: called, args: [{ value: node.of }, ...node.args].map(plainArgument) };
      return node.kind === 'test' && node.isNot ? { kind: 'not', of: call } : call;
    }
    case 'compare':
      return node.rest.length === 1 && node.rest[0]?.operator === 'not in'
        ? { kind: 'not', of: plain({ ...node, rest: [{ ...node.rest[0], operator: 'in' }] }) }
        : plainParts(node);
    default:
      return plainParts(node);
  }
}

function plainArgument({ name, value }: Argument): unknown {
  return { kind: 'argument', ...(name !== undefined && { name }), value: plain(value) };
}

/** Places, and how strict a sign is about what it passes by, are compared elsewhere. */
const UNCOMPARED: ReadonlySet<string> = new Set(['start', 'end', 'nameSpan', 'isEager']);

function plainParts(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((each) => (isMap(each) && 'kind' in each ? plain(each as never) : plainParts(each)));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([key]) => !UNCOMPARED.has(key));
  const isArgument = !('kind' in value) && 'value' in value;
  return Object.fromEntries([
    ...(isArgument ? [['kind', 'argument']] : []),
    ...entries.map(([key, each]) => [
      key,
      isMap(each) && 'kind' in each ? plain(each as never) : plainParts(each),
    ]),
  ]);
}
