import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';

/** A value as it was written into a text, and what would stand there if it meant nothing. */
export interface Written {
  /** Where it begins in the text. */
  at: number;
  text: string;
  /** Another value of its sort, without anything that YAML could read. */
  harmless: string;
}

/**
 * The first value that makes more, less or something else of a YAML text than one text, or one list, where it stands:
 * a key of its own, a comment, an anchor. In a text that is no YAML whatever they are, the first of several lines.
 */
export function firstThatStructures<W extends Written>(text: string, values: readonly W[]): W | undefined {
  if (values.length === 0) return undefined;
  const stood = values.map(({ harmless }) => harmless);
  const model = outlineOf(written(text, values, stood));
  if (model === undefined) return values.find((value) => /[\r\n]/.test(value.text));
  const isSame = (texts: readonly string[]) => {
    const outline = outlineOf(written(text, values, texts));
    return outline !== undefined && isOutline(outline, model, (word) => filled(word, values, texts));
  };
  if (isSame(values.map((value) => value.text))) return undefined;
  const culprit = values.find((value, index) => !isSame(stood.with(index, value.text)));
  return culprit ?? values[0];
}

/** A word that stands for a text and is read as itself wherever it stands. */
export function standIn(index: number): string {
  return `Zq${index}qZ`;
}

/** The same with such words for the texts in a list or a map. */
export function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? 'Zq' : value;
  return Object.fromEntries(Object.values(value).map((each, index) => [`Zq_${index}`, withoutTexts(each)]));
}

/** The text with other texts where its values stand. */
function written(text: string, values: readonly Written[], texts: readonly string[]): string {
  let end = 0;
  const parts = values.map(({ at, text: own }, index) => {
    const before = text.slice(end, at);
    end = at + own.length;
    return before + texts[index];
  });
  return parts.join('') + text.slice(end);
}

/** A word of the model with the texts that stand in for. */
function filled(word: string, values: readonly Written[], texts: readonly string[]): string {
  return word.replaceAll(/Zq(\d+)qZ/g, (whole, index) =>
    values[Number(index)]?.harmless === whole ? (texts[Number(index)] ?? '') : whole,
  );
}

/** What a text consists of: the words of its scalars, in lists and in maps. */
type Outline = string | { sort: 'list' | 'map' | 'alias'; parts: readonly Outline[] };

/** No text that Virtfleet reads nests deeper. Near the end of the stack V8 dies where it compiles a pattern. */
const MAX_DEPTH = 100;

function outlineOf(text: string): Outline | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const documents = [...new Composer({ uniqueKeys: false, logLevel: 'silent' }).compose(tokens)];
  if (documents.length === 0) return '';
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  return { sort: 'list', parts: documents.map(({ contents }) => nodeOf(contents)) };
}

/** Undefined of a text that nests too deep. */
function tokensOf(text: string): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return undefined;
  }
  return [...tokens, ...parser.end()];
}

function nodeOf(node: unknown): Outline {
  if (isSeq(node)) return { sort: 'list', parts: node.items.map(nodeOf) };
  if (isMap(node))
    return { sort: 'map', parts: node.items.flatMap(({ key, value }) => [nodeOf(key), nodeOf(value)]) };
  if (isAlias(node)) return { sort: 'alias', parts: [node.source] };
  return isScalar(node) ? (node.source ?? String(node.value ?? '')) : '';
}

function isOutline(found: Outline, model: Outline, fill: (word: string) => string): boolean {
  if (typeof found === 'string' || typeof model === 'string')
    return typeof found === 'string' && typeof model === 'string' && isWord(found, fill(model));
  if (found.sort !== model.sort || found.parts.length !== model.parts.length) return false;
  return found.parts.every((part, index) => isOutline(part, model.parts[index] ?? '', fill));
}

/** Blanks are as YAML folds them. What the texts of a list are is nobody's key. */
function isWord(found: string, expected: string): boolean {
  const folded = (word: string) => word.replaceAll(/\s+/g, ' ').trim();
  return /Zq(?!\d)/.test(expected) || folded(found) === folded(expected);
}
