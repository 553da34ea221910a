/** A part of a text: as written, or the expression between `{{` and `}}` with its offset in the text. */
export type Piece = { text: string } | { expression: string; start: number };

/** A `{{` that is never closed. */
export class Unclosed extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('unclosed');
    this.offset = offset;
  }
}

/** Whether a text holds an expression, a statement or a comment at all; most do not. */
export function hasExpression(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}

/**
 * Cuts a text into what is written and what is to be computed.
 * A literal `{{` is written as an expression of text, `{{ '{{' }}`: what an expression yields is never read again.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let position = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', position)) {
    if (open > position) found.push({ text: text.slice(position, open) });
    const close = closing(text, open + 2);
    if (close < 0) throw new Unclosed(open);
    const inside = text.slice(open + 2, close);
    found.push({ expression: inside.trim(), start: open + 2 + inside.search(/\S|$/) });
    position = close + 2;
  }
  if (position < text.length) found.push({ text: text.slice(position) });
  return found;
}

/** Whether a text is one expression and nothing else, whose value it has. */
export function isExpression(text: string): boolean {
  const [piece, ...more] = pieces(text.trim());
  return piece !== undefined && 'expression' in piece && more.length === 0;
}

/** Quoted text of CEL, or one other character. Raw text (`r'…'`) ends at its quote like any other. */
const TOKEN = /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[\s\S]/y;

/** The offset of the `}}` that ends the expression, or -1. Braces of maps and of quoted text do not end it. */
function closing(text: string, start: number): number {
  let depth = 0;
  TOKEN.lastIndex = start;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    if (match[0] === '{') depth++;
    if (match[0] !== '}') continue;
    if (depth > 0) depth--;
    else if (text[TOKEN.lastIndex] === '}') return match.index;
  }
  return -1;
}
