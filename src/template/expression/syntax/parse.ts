import { withTypeNames } from './cel.ts';
import { OperandParser } from './operand-parser.ts';
import { type BinaryOperator, type Comparison, type Node, type Span, SyntaxFault } from './syntax.ts';
import type { Backslashes } from './tokens.ts';

/** Parses an expression in the spelling of Jinja, of CEL, or of both. Throws SyntaxFault. */
export function parse(text: string, backslashes?: Backslashes): Node {
  return new Parser(text, backslashes).whole();
}

/** The operators, from those that bind least to those that bind most, as Jinja has them. */
class Parser extends OperandParser {
  whole(): Node {
    if (this.token.kind === 'end') throw new SyntaxFault('The expression is empty', this.token);
    const node = this.#tuple();
    const rest = this.next();
    if (rest.kind !== 'end') throw this.unexpected(rest);
    return node;
  }

  protected nested(text: string): Node {
    return new Parser(text).whole();
  }

  /** `a, b` without parentheses is a list, as in Jinja. */
  #tuple(): Node {
    const first = this.expression();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.take(',')) if (this.token.kind !== 'end') items.push(this.expression());
    return { kind: 'list', items, start: first.start, end: this.before };
  }

  protected expression(): Node {
    return this.deeper(() => {
      let node = this.#or();
      if (this.take('?')) return this.#choice(node);
      while (this.take('if')) {
        this.count();
        const condition = this.#or();
        const whenFalse = this.take('else') ? this.expression() : undefined;
        const span = { start: node.start, end: this.before };
        node = { kind: 'if', condition, whenTrue: node, ...(whenFalse && { whenFalse }), ...span };
      }
      return node;
    });
  }

  #choice(condition: Node): Node {
    const whenTrue = this.expression();
    this.expect(':', 'The choice of a ? b : c');
    const whenFalse = this.expression();
    return { kind: 'if', condition, whenTrue, whenFalse, isEager: true, ...around(condition, whenFalse) };
  }

  #or(): Node {
    return this.#logic('or', '||', () => this.#logic('and', '&&', () => this.#not()));
  }

  #logic(word: 'and' | 'or', sign: string, operand: () => Node): Node {
    let left = operand();
    for (let token = this.take(word, sign); token; token = this.take(word, sign)) {
      this.count();
      const right = operand();
      const eager = token.text === sign && { isEager: true as const };
      left = { kind: word, left, right, ...eager, ...around(left, right) };
    }
    return left;
  }

  #not(): Node {
    const not = this.take('not');
    if (!not) return this.#compare();
    const of = this.deeper(() => this.#not());
    return { kind: 'not', of, start: not.start, end: of.end };
  }

  #compare(): Node {
    const first = this.#sum();
    const rest: { operator: Comparison; right: Node }[] = [];
    for (let operator = this.#comparison(); operator; operator = this.#comparison()) {
      this.count();
      rest.push({ operator, right: this.#sum() });
    }
    const last = rest.at(-1);
    return last ? withTypeNames({ kind: 'compare', first, rest, ...around(first, last.right) }) : first;
  }

  #comparison(): Comparison | undefined {
    const token = this.take('==', '!=', '<', '<=', '>', '>=', 'in');
    if (token) return token.text as Comparison;
    if (!this.is('not') || this.second.text !== 'in') return undefined;
    this.next();
    this.next();
    return 'not in';
  }

  #sum(): Node {
    return this.#binary(['+', '-'], () => this.#binary(['~'], () => this.#product()));
  }

  #product(): Node {
    return this.#binary(['*', '/', '//', '%'], () => this.#binary(['**'], () => this.#unary(true)));
  }

  #binary(operators: string[], operand: () => Node): Node {
    let left = operand();
    for (let token = this.take(...operators); token; token = this.take(...operators)) {
      this.count();
      const right = operand();
      const operator = token.text as BinaryOperator;
      left = { kind: 'binary', operator, left, right, ...around(left, right) };
    }
    return left;
  }

  #unary(hasFilters: boolean): Node {
    return this.deeper(() => {
      const node = this.#signed() ?? this.operand();
      return hasFilters ? this.filtered(node) : node;
    });
  }

  #signed(): Node | undefined {
    const sign = this.take('-', '+', '!');
    if (!sign) return undefined;
    const of = this.#unary(false);
    const span = { start: sign.start, end: of.end };
    if (sign.text === '!') return { kind: 'not', of, ...span };
    return { kind: 'sign', sign: sign.text as '-' | '+', of, ...span };
  }
}

function around(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}
