import {
  Composer,
  type CST,
  type Document,
  Lexer,
  type LineCounter,
  type Node,
  Parser,
  Scalar,
  visit,
} from 'yaml';
import type { Place, Problem } from '../problem.ts';
import { isUnclosedQuote, syntaxProblem, tooLarge, unreadable } from './problem.ts';
import { type Dialect, dialectOptions } from './tags.ts';

/** A text as nodes, as far as it can be read. */
export interface Parsed {
  root: Node | null;
  /** True where `root` may lack or misplace something. */
  isBroken: boolean;
  problems: Problem[];
}

/** A fleet of fifty thousand hosts needs three million characters. */
const MAX_LENGTH = 10_000_000;
/** Levels that lists and maps may stand in one another. */
export const MAX_DEPTH = 100;

export function parseYaml(
  text: string,
  lines: LineCounter,
  dialect: Dialect,
  placeAt: (start: number, end: number) => Place,
): Parsed {
  const by = (lexer: Lexer): Parsed => {
    lines.lineStarts = [0];
    return parse(text, new BoundedParser(lexer, lines), dialect, placeAt);
  };
  const found = by(new Lexer());
  if (dialect !== 'ansible' || !found.isBroken) return found;
  const again = by(pythonLexer());
  return again.isBroken ? found : again;
}

function parse(
  text: string,
  tokens: BoundedParser,
  dialect: Dialect,
  placeAt: (start: number, end: number) => Place,
): Parsed {
  const refuse = (detail: string, at: number): Parsed => {
    return { root: null, isBroken: true, problems: [tooLarge(detail, placeAt(at, at + 1))] };
  };
  if (text.length > MAX_LENGTH) return refuse(`It has more than ${MAX_LENGTH} characters.`, 0);
  const composer = new Composer({ ...dialectOptions(dialect), prettyErrors: false, uniqueKeys: false });
  const [document, second] = composer.compose(tokens.read(text), true, text.length);
  if (tokens.deepAt !== undefined)
    return refuse(`It nests more than ${MAX_DEPTH} levels deep.`, tokens.deepAt);
  const problems = document ? syntaxProblems(document, placeAt) : [];
  if (second) problems.push(secondDocument(second, placeAt));
  return { root: document?.contents ?? null, isBroken: document?.errors.length !== 0, problems };
}

/** What its types keep to themselves. */
interface InsideLexer {
  indentNext: number;
  parseQuotedScalar(): Generator<string, unknown>;
}

/** A lexer to which the lines of a text in quotes may begin anywhere, as to PyYAML, with which Ansible reads. */
function pythonLexer(): Lexer {
  const lexer = new Lexer();
  const inside = lexer as unknown as InsideLexer;
  const read = inside.parseQuotedScalar;
  inside.parseQuotedScalar = function* quoted() {
    const { indentNext } = inside;
    inside.indentNext = 0;
    const next = yield* read.call(inside);
    inside.indentNext = indentNext;
    return next;
  };
  return lexer;
}

/** Stops before the nesting exhausts the stack: the library's own time grows with the square of the depth. */
class BoundedParser {
  /** Where it became too deep. */
  deepAt: number | undefined;
  readonly #parser: Parser;
  readonly #lexer: Lexer;

  constructor(lexer: Lexer, lines: LineCounter) {
    this.#lexer = lexer;
    this.#parser = new Parser(lines.addNewLine);
  }

  *read(text: string): Iterable<CST.Token> {
    for (const lexeme of this.#lexer.lex(text)) {
      yield* this.#parser.next(lexeme);
      if (this.#parser.stack.length > MAX_DEPTH) {
        this.deepAt = this.#parser.offset;
        return;
      }
    }
    yield* this.#parser.end();
  }
}

/** More would not be read, and each unclosed text costs a search. */
const MAX_PROBLEMS = 100;

function syntaxProblems(
  document: Document.Parsed,
  placeAt: (start: number, end: number) => Place,
): Problem[] {
  const errors = [...document.errors, ...document.warnings].slice(0, MAX_PROBLEMS);
  if (!errors.some(isUnclosedQuote))
    return errors.map((error) => syntaxProblem(error, placeAt(...error.pos)));
  const quoted = quotedTexts(document);
  const found = errors.map((error) => {
    // The parser reports it where the text ends, which may be the end of the file.
    const start = isUnclosedQuote(error) ? quoted.findLast((each) => each <= error.pos[0]) : undefined;
    return { error, at: start === undefined ? error.pos : ([start, start + 1] as const) };
  });
  const first = Math.min(...found.filter(({ error }) => isUnclosedQuote(error)).map(({ at }) => at[0]));
  return found
    .filter(({ error, at }) => isUnclosedQuote(error) || at[0] < first)
    .map(({ error, at }) => syntaxProblem(error, placeAt(...at)));
}

/** Where texts in quotes begin. */
function quotedTexts(document: Document.Parsed): number[] {
  const starts: number[] = [];
  visit(document, {
    Scalar(_, { type, range }) {
      if (range && (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE)) starts.push(range[0]);
    },
  });
  return starts;
}

function secondDocument(
  { range: [start] }: Document.Parsed,
  placeAt: (start: number, end: number) => Place,
): Problem {
  const hint = 'Keep one of the documents between the `---` lines, or make several files.';
  return unreadable('It has more than one document.', placeAt(start, start + 1), hint);
}
