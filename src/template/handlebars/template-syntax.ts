import Handlebars from 'handlebars';
import { FaultError } from '../fault.ts';
import { lineStart } from '../place.ts';

/** Blocks in blocks, each `{{else if}}` one more: Handlebars takes seconds for a thousand, and then all of the stack. */
const DEEPEST = 250;

/**
 * Parses a template. White space around blocks is left for the compiler, which takes it away once.
 * Throws FaultError for what Handlebars cannot read.
 */
export function parseTemplate(source: string): hbs.AST.Program {
  try {
    const { tooDeep } = blocksIn(source);
    if (tooDeep) {
      const detail = `More than ${DEEPEST} blocks stand in one another here.`;
      throw new FaultError([{ ...UNREADABLE, ...spanOf(tooDeep, source), detail }]);
    }
    return Handlebars.parseWithoutProcessing(source);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof FaultError) throw error;
    throw unreadable(error, source);
  }
}

const UNREADABLE = { code: 'unreadable-template', summary: 'A template cannot be read' };

function unreadable(
  error: Error & { lineNumber?: number; column?: number; endColumn?: number },
  source: string,
): FaultError {
  if (error.lineNumber !== undefined) {
    const start = lineStart(source, error.lineNumber) + (error.column ?? 0);
    const detail = `${error.message.replace(/ - \d+:\d+$/, '')}.`;
    return new FaultError([
      {
        ...UNREADABLE,
        start,
        end: start + Math.max(1, (error.endColumn ?? 0) - (error.column ?? 0)),
        detail,
      },
    ]);
  }
  const [, line, excerpt = '', dashes = '', found = ''] =
    /^Parse error on line (\d+):\n(.*)\n(-*)\^\n[\s\S]*got '(\w+)'$/.exec(error.message) ?? [];
  if (line === undefined)
    return new FaultError([{ ...UNREADABLE, start: 0, end: 1, detail: `${error.message}.` }]);
  const open = found === 'EOF' ? blocksIn(source).open.at(-1) : undefined;
  if (open)
    return new FaultError([
      { ...UNREADABLE, ...spanOf(open, source), detail: `This block is never closed.` },
    ]);
  const start = offsetOf(source, Number(line), excerpt, dashes.length);
  return new FaultError([
    { ...UNREADABLE, start, end: start + 1, detail: `${NAMES[found] ?? 'This'} is not expected here.` },
  ]);
}

/** The words of Handlebars' grammar that its authors would not know again. */
const NAMES: Readonly<Record<string, string>> = {
  INVALID: 'The tag is never closed, or what follows',
  EOF: 'The end of the template',
  CLOSE: 'The end of the tag',
  CLOSE_UNESCAPED: 'The end of a tag of three braces',
  INVERSE: '`{{else}}`',
  OPEN_INVERSE_CHAIN: '`{{else …}}`',
  OPEN_ENDBLOCK: 'The end of a block',
};

/** Handlebars shows a few characters around the error, without newlines, and says on which line it is. */
function offsetOf(source: string, line: number, excerpt: string, column: number): number {
  const shown = excerpt.replace(/^\.\.\./, '');
  const inside = column - (excerpt.length - shown.length);
  const from = lineStart(source, line);
  for (let offset = from; offset < lineStart(source, line + 1); offset++) {
    const before = source
      .slice(0, offset)
      .replaceAll('\n', '')
      .slice(-inside || undefined);
    const after = source.slice(offset).replaceAll('\n', '');
    if (shown === (inside ? before : '') + after.slice(0, shown.length - inside)) return offset;
  }
  return from;
}

interface Block {
  line: number;
  column: number;
  /** It and each `{{else if}}` of it, which is a block in the one before. */
  links: number;
}

function spanOf({ line, column }: Block, source: string): { start: number; end: number } {
  const start = lineStart(source, line) + column;
  return { start, end: source.indexOf('}}', start) + 2 };
}

/** The blocks that are opened and not closed, and the first that stands in too many others. */
function blocksIn(source: string): { open: readonly Block[]; tooDeep?: Block } {
  const open: Block[] = [];
  let deep = 0;
  for (const { name, line, column } of tagsIn(source)) {
    const tag = { line, column, links: 1 };
    const last = open.at(-1);
    if (name === 'OPEN_ENDBLOCK') deep -= open.pop()?.links ?? 0;
    else if (name !== 'OPEN_INVERSE_CHAIN') open.push(tag);
    else if (last) last.links += 1;
    if (name !== 'OPEN_ENDBLOCK') deep += 1;
    if (deep > DEEPEST) return { open, tooDeep: tag };
  }
  return { open };
}

/** What opens and closes blocks, as Handlebars' grammar calls it; the chain is `{{else if}}`. */
const TAGS: ReadonlySet<string> = new Set([
  ...['OPEN_BLOCK', 'OPEN_INVERSE', 'OPEN_PARTIAL_BLOCK', 'OPEN_INVERSE_CHAIN', 'OPEN_ENDBLOCK'],
]);

/** What the types of Handlebars leave out: its parser, by jison. */
interface HandlebarsParser {
  lexer: {
    yy: object;
    yylloc: { first_line: number; first_column: number };
    setInput(source: string): void;
    lex(): number;
  };
  terminals_: Readonly<Record<number, string>>;
}

const { Parser } = Handlebars as unknown as { Parser: HandlebarsParser };

/** The tags of blocks, by Handlebars' own lexer: one that is escaped, or stands in a comment or a text, is none. */
function* tagsIn(source: string): Generator<{ name: string; line: number; column: number }> {
  const { lexer, terminals_: names } = Parser;
  lexer.yy = {};
  lexer.setInput(source);
  for (;;) {
    const name = names[lexer.lex()] ?? 'EOF';
    if (name === 'EOF') return;
    const { first_line: line, first_column: column } = lexer.yylloc;
    if (TAGS.has(name)) yield { name, line, column };
  }
}
