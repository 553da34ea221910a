import { SyntaxFault } from './syntax.ts';
import { type Backslashes, type Token, tokensOf } from './tokens.ts';

/** Far above what a person writes, far below what the stack of JavaScript holds. */
const DEEPEST = 80;
/** Parts that one expression may have. */
const MOST_NODES = 500;

/** Goes through the words of an expression, and bounds what is made of them. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #nodes = 0;

  constructor(text: string, backslashes?: Backslashes) {
    this.#tokens = tokensOf(text, backslashes);
  }

  protected get token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  /** The word behind the next one. */
  protected get second(): Token {
    return this.#tokens[this.#at + 1] ?? this.token;
  }

  /** Where the last word that was taken ends. */
  protected get before(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  /** Whether the next word is one of these; a text in quotes never is. */
  protected is(...words: string[]): boolean {
    const { kind, text } = this.token;
    return kind !== 'text' && words.includes(text);
  }

  protected next(): Token {
    const { token } = this;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  protected take(...words: string[]): Token | undefined {
    return this.is(...words) ? this.next() : undefined;
  }

  protected expect(word: string, why: string): Token {
    const token = this.take(word);
    if (token) return token;
    const found = this.token.kind === 'end' ? 'the end' : JSON.stringify(this.token.text);
    throw new SyntaxFault(`${why} needs "${word}", not ${found}`, this.token, habitOf(this.token));
  }

  /** Runs what may run itself. */
  protected deeper<T>(work: () => T): T {
    if (++this.#depth > DEEPEST) throw new SyntaxFault('The expression is nested too deep', this.token);
    const result = work();
    this.#depth--;
    return result;
  }

  /** Counts a part of the expression. */
  protected count(): void {
    if (++this.#nodes > MOST_NODES)
      throw new SyntaxFault(`The expression has more than ${MOST_NODES} parts`, this.token);
  }

  protected unexpected(token: Token): SyntaxFault {
    return new SyntaxFault(`${JSON.stringify(token.text)} is not expected here`, token, habitOf(token));
  }
}

/** What to write instead. */
const HABITS: Readonly<Record<string, string>> = {
  '=': 'Compare with ==.',
  '?': 'Write condition ? a : b, or a if condition else b.',
  '{': 'An expression has no braces around it: write the bare name.',
  '%': 'A statement such as {% if %} stands beside {{ }}, not in it: write a if condition else b.',
};

function habitOf({ text }: Token): string | undefined {
  return Object.hasOwn(HABITS, text) ? HABITS[text] : undefined;
}
