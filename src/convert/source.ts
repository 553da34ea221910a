import { Lexer, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { dialectOptions } from '../yaml/tags.ts';
import { readYaml, type YamlFile } from '../yaml/yaml.ts';

/** A range of characters of a file. */
export interface Range {
  start: number;
  end: number;
}

/** One change of a file's text. */
export interface Edit extends Range {
  text: string;
}

/** Something to tell of a line of a file. */
export interface Note {
  line: number;
  text: string;
}

/** A YAML file as it is written: its text, its nodes with their places, its values. */
export interface Source {
  /** From the folder of the project. */
  file: string;
  text: string;
  root: Node;
  yaml: YamlFile;
  comments: readonly Range[];
  lineAt(offset: number): number;
}

/** Undefined for a file that is not one YAML document without mistakes. */
export function readSource(text: string, file: string): Source | undefined {
  const lines = new LineCounter();
  const yaml = readYaml(text, file, 'ansible');
  if (yaml.problems.length > 0) return undefined;
  const [document] = parseAllDocuments(text, {
    ...dialectOptions('ansible'),
    lineCounter: lines,
    logLevel: 'error',
  });
  if (!document || !('contents' in document) || !document.contents) return undefined;
  const lineAt = (offset: number) => lines.linePos(offset).line;
  return { file, text, root: document.contents, yaml, comments: commentsOf(text), lineAt };
}

/** Marks of the lexer that stand for no character: the begin of a document, the end of a flow, a scalar. */
const ZERO_WIDTH: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function commentsOf(text: string): Range[] {
  const found: Range[] = [];
  let [at, isScalar] = [0, false];
  for (const token of new Lexer().lex(text)) {
    if (!ZERO_WIDTH.has(token)) {
      if (token.startsWith('#') && !isScalar) found.push({ start: at, end: at + token.length });
      at += token.length;
    }
    isScalar = token === '\u001f';
  }
  return found;
}

/** The text with its edits made, with the line ends that it has; an edit that lies within another is left out. */
export function edited(text: string, edits: readonly Edit[]): string {
  const isWindows = text.includes('\r\n');
  let [made, at] = ['', 0];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start < at) continue;
    made += text.slice(at, edit.start) + (isWindows ? edit.text.replaceAll('\n', '\r\n') : edit.text);
    at = edit.end;
  }
  return made + text.slice(at);
}
