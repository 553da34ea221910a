import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Larger files are cut by every mutation, and are slow to read. */
const LARGEST = 40 * 1024;

/** The files below these folders or files of the repository whose path fits. */
export function files(pattern: RegExp, ...below: readonly string[]): Buffer[] {
  const found = below.flatMap((path) => {
    const whole = join(ROOT, path);
    if (statSync(whole).isFile()) return [whole];
    return readdirSync(whole, { recursive: true, encoding: 'utf8' }).map((name) => join(whole, name));
  });
  const all = found
    .toSorted()
    .filter((path) => pattern.test(relative(ROOT, path)) && statSync(path).isFile());
  const small = all.map((path) => readFileSync(path)).filter((bytes) => bytes.length <= LARGEST);
  if (small.length === 0) throw new Error(`no file for ${pattern}`);
  return small;
}

/** The blocks of a kind in the documents: `yaml inventory`. */
export function blocks(info: RegExp): Buffer[] {
  const documents = files(/\.md$/, 'docs', 'README.md').map(String);
  return documents.flatMap((text) =>
    [...text.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm)].flatMap(([, , kind = '', body = '']) =>
      info.test(kind) ? [Buffer.from(body)] : [],
    ),
  );
}

export function texts(...all: readonly string[]): Buffer[] {
  return all.map((text) => Buffer.from(text));
}

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The path of a file with these bytes: the same for the same name. */
export function fileOf(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
