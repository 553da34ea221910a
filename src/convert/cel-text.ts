import type { Node } from '../template/expression/syntax/syntax.ts';

/** How strongly the operators of CEL bind, from `? :` on. */
const [CHOICE, OR, AND, COMPARE, SUM, PRODUCT, SIGN, OPERAND] = [0, 1, 2, 3, 4, 5, 6, 7];

const BINARY: Readonly<Record<string, number>> = {
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  '%': PRODUCT,
};

/** An expression in CEL; undefined where it has something that CEL has not. */
export function celText(node: Node): string | undefined {
  try {
    return text(node, CHOICE);
  } catch (error) {
    if (error instanceof NotInCel) return undefined;
    throw error;
  }
}

class NotInCel extends Error {}

/** In parentheses where it binds less than it has to. */
function text(node: Node, least: number): string {
  const [written, binds] = spelled(node);
  return binds < least ? `(${written})` : written;
}

function spelled(node: Node): [string, number] {
  switch (node.kind) {
    case 'value':
      return [
        literal(node.value, node.isFloat),
        typeof node.value === 'number' && node.value < 0 ? SIGN : OPERAND,
      ];
    case 'name':
      return [node.name, OPERAND];
    case 'list':
      return [`[${all(node.items)}]`, OPERAND];
    case 'map':
      return [
        `{${node.entries.map(([key, value]) => `${text(key, CHOICE)}: ${text(value, CHOICE)}`).join(', ')}}`,
        OPERAND,
      ];
    case 'attribute':
      return [`${text(node.of, OPERAND)}.${node.isOptional ? '?' : ''}${node.name}`, OPERAND];
    case 'item':
      return [`${text(node.of, OPERAND)}[${node.isOptional ? '?' : ''}${text(node.key, CHOICE)}]`, OPERAND];
    case 'call':
      return [`${text(node.of, OPERAND)}(${args(node.args)})`, OPERAND];
    case 'filter':
      return [called(node), OPERAND];
    case 'test':
      return node.isNot ? [`!${called(node)}`, SIGN] : [called(node), OPERAND];
    case 'macro':
      throw new NotInCel();
    default:
      return operator(node);
  }
}

type Operator = Extract<
  Node,
  { kind: 'not' | 'sign' | 'and' | 'or' | 'binary' | 'compare' | 'if' | 'slice' }
>;

function operator(node: Operator): [string, number] {
  switch (node.kind) {
    case 'not':
      return [`!${text(node.of, OPERAND)}`, SIGN];
    case 'sign':
      return [`${node.sign}${text(node.of, OPERAND)}`, SIGN];
    case 'and':
      return [`${text(node.left, AND)} && ${text(node.right, AND + 1)}`, AND];
    case 'or':
      return [`${text(node.left, OR)} || ${text(node.right, OR + 1)}`, OR];
    case 'binary': {
      const binds = BINARY[node.operator];
      if (binds === undefined) throw new NotInCel();
      return [`${text(node.left, binds)} ${node.operator} ${text(node.right, binds + 1)}`, binds];
    }
    case 'compare':
      return comparison(node);
    case 'if':
      if (!node.whenFalse) throw new NotInCel();
      return [
        `${text(node.condition, OR)} ? ${text(node.whenTrue, OR)} : ${text(node.whenFalse, CHOICE)}`,
        CHOICE,
      ];
    case 'slice':
      throw new NotInCel();
  }
}

function comparison({ first, rest }: Extract<Node, { kind: 'compare' }>): [string, number] {
  const [only, ...more] = rest;
  if (!only || more.length > 0) throw new NotInCel();
  const [left, right] = [text(first, SUM), text(only.right, SUM)];
  return only.operator === 'not in'
    ? [`!(${left} in ${right})`, SIGN]
    : [`${left} ${only.operator} ${right}`, COMPARE];
}

function called({ of, name, args: more }: Extract<Node, { kind: 'filter' | 'test' }>): string {
  if (name.includes('.')) throw new NotInCel();
  return `${name}(${args([{ value: of }, ...more])})`;
}

function args(given: Extract<Node, { kind: 'call' }>['args']): string {
  if (given.some(({ name }) => name !== undefined)) throw new NotInCel();
  return all(given.map(({ value }) => value));
}

function all(nodes: readonly Node[]): string {
  return nodes.map((node) => text(node, CHOICE)).join(', ');
}

function literal(value: string | number | bigint | boolean | null, isFloat = false): string {
  if (typeof value !== 'string') return isFloat && Number.isInteger(value) ? `${value}.0` : String(value);
  const escaped = value.replaceAll(/[\\'\n\t\r]/g, (mark) => ESCAPES[mark] ?? mark);
  return `'${escaped}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};
