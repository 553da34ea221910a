/** A fault that the parser of XML lets pass and libvirt does not, and where it is, counted from 1. */
export interface Fault {
  detail: string;
  lineNumber: number;
  columnNumber: number;
}

/** libvirt parses with libxml2, which follows elements no deeper. */
const DEEPEST = 255;

const ELSEWHERE = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g;
const UNESCAPED = /&(?!(?:[A-Za-z_:][\w:.-]*|#\d+|#x[\da-fA-F]+);)|\]\]>(?=[^<>]*(?:<|$))/;
const TAG = /<(\/?)[^<>'"]*(?:'[^']*'[^<>'"]*|"[^"]*"[^<>'"]*)*>/g;

/**
 * What xmldom reads although it is no XML (https://www.w3.org/TR/xml/): a bare `&`, `]]>` in text, text that is not in
 * the encoding it declares. And what is too deep.
 */
export function faultOf(source: string): Fault | undefined {
  const [, encoding] = /^<\?xml\b[^>]*\bencoding\s*=\s*["']([^"']*)["']/.exec(source) ?? [];
  if (encoding !== undefined && !isReadable(source, encoding))
    return { detail: `the encoding is ${encoding} (write it in UTF-8)`, lineNumber: 1, columnNumber: 1 };
  const plain = source.replaceAll(ELSEWHERE, (text) => text.replaceAll(/[^\n]/g, ' '));
  const orphan = UNESCAPED.exec(plain);
  if (orphan) {
    const detail = orphan[0] === '&' ? 'a bare & (write &amp;)' : 'a bare ]]> (write ]]&gt;)';
    return { detail, ...positionAt(source, orphan.index) };
  }
  const deep = tooDeep(plain);
  return deep === undefined
    ? undefined
    : { detail: `elements are nested deeper than ${DEEPEST}`, ...positionAt(source, deep) };
}

/** The text was read as UTF-8, which most other encodings agree with as long as it is ASCII. */
function isReadable(source: string, encoding: string): boolean {
  if (/^utf-?8$/i.test(encoding)) return true;
  const isAscii = [...source].every((character) => character < '\u0080');
  try {
    return isAscii && Boolean(new TextDecoder(encoding));
  } catch {
    return false;
  }
}

function tooDeep(plain: string): number | undefined {
  let depth = 0;
  for (const { 0: tag, 1: slash, index } of plain.matchAll(TAG)) {
    if (slash) depth -= 1;
    else if (!tag.endsWith('/>') && !tag.startsWith('<!')) depth += 1;
    if (depth > DEEPEST) return index;
  }
  return undefined;
}

function positionAt(source: string, index: number): Pick<Fault, 'lineNumber' | 'columnNumber'> {
  const lines = source.slice(0, index).split('\n');
  return { lineNumber: lines.length, columnNumber: (lines.at(-1)?.length ?? 0) + 1 };
}
