import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A document for users or contributors, by its path in the project. */
export interface Document {
  path: string;
  text: string;
}

/** A fenced block. `info` is what follows its language: `ini inventory` has the info `inventory`. */
export interface Block {
  /** `docs/networks.md:12`. */
  where: string;
  language: string;
  info: string;
  text: string;
}

export const DOCUMENTS: readonly Document[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

export function blocksOf({ path, text }: Document): Block[] {
  return [...text.matchAll(/^ *```(\w+)(?: +([^\n]*))?\n([\s\S]*?)^ *```$/gm)].map((match) => {
    const [, language = '', info = '', content = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    return { where: `${path}:${line}`, language, info, text: content };
  });
}

/** All blocks of all documents in these languages. */
export function blocks(...languages: readonly string[]): Block[] {
  return DOCUMENTS.flatMap(blocksOf).filter(({ language }) => languages.includes(language));
}

export function documentAt(path: string): string {
  const found = DOCUMENTS.find((one) => one.path === path);
  if (!found) throw new Error(`there is no ${path}`);
  return found.text;
}

/** Text outside of fenced blocks. */
export function prose({ text }: Document): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** The rows of the table whose first column has this head. */
export function rows(text: string, head: string): string[][] {
  const [, table = ''] =
    new RegExp(`^\\| ${head} +\\|.*\\n\\|[ |-]+\\n((?:\\|.*\\n)+)`, 'm').exec(text) ?? [];
  return table
    .split('\n')
    .filter(Boolean)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((text) => text.trim()),
    );
}
