import { desugared } from './cel.ts';
import { withNested } from './nested-texts.ts';
import { type Argument, type Node, type Span, SyntaxFault } from './syntax.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  null: null,
};

/** Words of Jinja that are no names. */
const RESERVED = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else']);

/** Parses what operators stand between: literals, names, and what is behind them. */
export abstract class OperandParser extends TokenReader {
  protected abstract expression(): Node;
  /** An expression of its own that stands in a text. */
  protected abstract nested(text: string): Node;

  /** A value with what follows it, such as `.key`, `[0]`, `(x)`. */
  protected operand(): Node {
    return this.#postfix(this.#primary());
  }

  #primary(): Node {
    this.count();
    const token = this.next();
    switch (token.kind) {
      case 'text':
        return this.#joined(token.value, token);
      case 'number':
        return this.#numberOf(token);
      case 'name':
        return this.#nameOf(token);
      case 'end':
        throw new SyntaxFault('The expression ends too early', token);
      case 'sign':
        return this.#bracket(token);
    }
  }

  #nameOf(token: Token & { kind: 'name' }): Node {
    const { text, start, end } = token;
    if (Object.hasOwn(CONSTANTS, text)) return { kind: 'value', value: CONSTANTS[text] ?? null, start, end };
    if (RESERVED.has(text)) throw this.unexpected(token);
    return { kind: 'name', name: text, start, end };
  }

  /** Texts beside each other are one. */
  #joined(first: string, { start }: Span): Node {
    let value = first;
    for (let { token } = this; token.kind === 'text'; { token } = this) {
      value += token.value;
      this.next();
    }
    return { kind: 'value', value, start, end: this.before };
  }

  #numberOf({ value, isFloat, start, end }: Token & { kind: 'number' }): Node {
    // `1u` is an unsigned number of CEL.
    const suffix = this.token;
    if (suffix.kind === 'name' && suffix.start === end && /^[uU]$/.test(suffix.text) && !isFloat) this.next();
    return { kind: 'value', value, ...(isFloat && { isFloat: true as const }), start, end };
  }

  #bracket(open: Token): Node {
    const { start } = open;
    switch (open.text) {
      case '(': {
        if (this.take(')')) return { kind: 'list', items: [], start, end: this.before };
        const first = this.expression();
        if (this.take(')')) return { ...first, start, end: this.before };
        this.expect(',', 'What stands in parentheses');
        const items = [first, ...this.#items(')', 'A tuple')];
        return { kind: 'list', items, start, end: this.before };
      }
      case '[':
        return { kind: 'list', items: this.#items(']', 'A list'), start, end: this.before };
      case '{':
        return { kind: 'map', entries: this.#entries(), start, end: this.before };
      default:
        throw this.unexpected(open);
    }
  }

  #items(close: string, what: string): Node[] {
    const items: Node[] = [];
    while (!this.take(close)) {
      items.push(this.expression());
      if (!this.is(close)) this.expect(',', what);
    }
    return items;
  }

  #entries(): [Node, Node][] {
    const entries: [Node, Node][] = [];
    while (!this.take('}')) {
      const key = this.expression();
      this.expect(':', 'A key of a map');
      entries.push([key, this.expression()]);
      if (!this.is('}')) this.expect(',', 'A map');
    }
    return entries;
  }

  #postfix(start: Node): Node {
    let node = start;
    for (;;) {
      if (this.take('.')) node = this.#attribute(node, false);
      else if (this.take('.?')) node = this.#attribute(node, true);
      else if (this.take('[')) node = this.#subscript(node, false);
      else if (this.take('[?')) node = this.#subscript(node, true);
      else if (this.is('(')) node = this.#call(node);
      else return node;
      this.count();
    }
  }

  #attribute(of: Node, isOptional: boolean): Node {
    const token = this.next();
    const span = { start: of.start, end: token.end };
    const optional = isOptional && { isOptional: true as const };
    const nameSpan = { start: token.start, end: token.end };
    if (token.kind === 'name')
      return { kind: 'attribute', of, name: token.text, nameSpan, ...optional, ...span };
    if (token.kind === 'number' && !token.isFloat) {
      const key: Node = { kind: 'value', value: token.value, ...nameSpan };
      return { kind: 'item', of, key, ...optional, ...span };
    }
    throw new SyntaxFault('A point needs a name behind it', token);
  }

  #subscript(of: Node, isOptional: boolean): Node {
    const parts: (Node | undefined)[] = [];
    do parts.push(this.is(':', ']') ? undefined : this.expression());
    while (this.take(':'));
    this.expect(']', 'An index');
    const span = { start: of.start, end: this.before };
    const [from, to, step] = parts;
    if (parts.length > 1)
      return { kind: 'slice', of, ...(from && { from }), ...(to && { to }), ...(step && { step }), ...span };
    if (!from) throw new SyntaxFault('An index is missing', span);
    return { kind: 'item', of, key: from, ...(isOptional && { isOptional: true as const }), ...span };
  }

  #call(of: Node): Node {
    const args = withNested(of, this.#arguments(), (text) => this.nested(text));
    return desugared({ kind: 'call', of, args, start: of.start, end: this.before });
  }

  #arguments(): Argument[] {
    const args: Argument[] = [];
    this.expect('(', 'A call');
    while (!this.take(')')) {
      const { kind, text } = this.token;
      const isNamed = kind === 'name' && this.second.text === '=';
      if (isNamed) {
        this.next();
        this.next();
      }
      args.push({ ...(isNamed && { name: text }), value: this.expression() });
      if (!this.is(')')) this.expect(',', 'A call');
    }
    return args;
  }

  /** `| filter`, `is test`, and what follows a filter. */
  protected filtered(start: Node): Node {
    let node = start;
    for (;;) {
      if (this.take('|')) node = this.#filter(node);
      else if (this.is('is')) node = this.#test(node);
      else if (this.is('.', '[') && node.kind === 'filter') node = this.#postfix(node);
      else return node;
      this.count();
    }
  }

  #filter(of: Node): Node {
    const { name, nameSpan } = this.#dotted('A filter');
    const args = this.is('(') ? this.#arguments() : [];
    return { kind: 'filter', of, name, nameSpan, args, start: of.start, end: this.before };
  }

  #test(of: Node): Node {
    this.next();
    const isNot = this.take('not') !== undefined;
    const { name, nameSpan } = this.#dotted('A test');
    const args = this.is('(') ? this.#arguments() : this.#bareArgument();
    return { kind: 'test', of, name, nameSpan, args, isNot, start: of.start, end: this.before };
  }

  /** `is divisibleby 3`: one argument may stand without parentheses. */
  #bareArgument(): Argument[] {
    const { kind, text } = this.token;
    const isArgument =
      (kind === 'name' && !RESERVED.has(text)) || kind === 'text' || kind === 'number' || this.is('[', '{');
    return isArgument ? [{ value: this.operand() }] : [];
  }

  /** A name with points in it, such as `ansible.utils.ipaddr`. */
  #dotted(what: string): { name: string; nameSpan: Span } {
    const first = this.next();
    if (first.kind !== 'name') throw new SyntaxFault(`${what} needs a name`, first);
    let name = first.text;
    while (this.is('.') && this.second.kind === 'name') {
      this.next();
      name += `.${this.next().text}`;
    }
    return { name, nameSpan: { start: first.start, end: this.before } };
  }
}
