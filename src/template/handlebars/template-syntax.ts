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
  const { tooDeep } = blocksIn(source);
  if (tooDeep) {
    const detail = `More than ${DEEPEST} blocks stand in one another here.`;
    throw new FaultError([{ ...UNREADABLE, ...tooDeep, detail }]);
  }
  try {
    return Handlebars.parseWithoutProcessing(source);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
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
  if (open) return new FaultError([{ ...UNREADABLE, ...open, detail: `This block is never closed.` }]);
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
  start: number;
  end: number;
  /** It and each `{{else if}}` of it, which is a block in the one before. */
  links: number;
}

/** The blocks that are opened and not closed, and the first that stands in too many others. */
function blocksIn(source: string): { open: readonly Block[]; tooDeep?: Block } {
  const open: Block[] = [];
  let deep = 0;
  for (const { 0: tag, 1: sign, index } of source.matchAll(TAG)) {
    const last = open.at(-1);
    if (sign === '/') deep -= open.pop()?.links ?? 0;
    else if (sign === 'else' && last) {
      last.links += 1;
      deep += 1;
    } else if (sign === '#' || (sign === '^' && !/^\{\{~?\^~?\}\}/.test(tag))) {
      open.push({ start: index, end: index + tag.length, links: 1 });
      deep += 1;
    }
    if (deep > DEEPEST) return { open, tooDeep: { start: index, end: index + tag.length, links: 1 } };
  }
  return { open };
}

/** A comment, or the tag of a block. */
const TAG = /\{\{~?(!--[\s\S]*?--|[#^/](?=[\s\S])|else(?= +\w))[\s\S]*?\}\}/g;
