import { parse } from '../expression/syntax/parse.ts';
import { type Node, SyntaxFault } from '../expression/syntax/syntax.ts';

/** The value of a text that is a literal of Python, such as `[1, 'a']`; undefined for every other text. */
export function literalOf(text: string): unknown {
  try {
    return literalIn(parse(text));
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof NoLiteral) return undefined;
    throw error;
  }
}

/**
 * What a text becomes that statements made: a list, a map or a boolean where it reads as one, as Ansible has it
 * (`ansible_eval_concat` of Ansible 2.14).
 */
export function converted(text: string): unknown {
  if (!/^[[{]/.test(text) && text !== 'True' && text !== 'False') return text;
  return literalOf(text) ?? text;
}

class NoLiteral extends Error {}

function literalIn(node: Node): unknown {
  switch (node.kind) {
    case 'value':
      return typeof node.value === 'bigint' ? Number(node.value) : node.value;
    case 'list':
      return node.items.map(literalIn);
    case 'map':
      return Object.fromEntries(
        node.entries.map(([key, value]) => [String(literalIn(key)), literalIn(value)]),
      );
    case 'sign': {
      const value = literalIn(node.of);
      if (typeof value === 'number') return node.sign === '-' ? -value : value;
      throw new NoLiteral();
    }
    default:
      throw new NoLiteral();
  }
}
