import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUNDLED, COMMON_JS } from '../bundle.ts';

const FOLDER = join(import.meta.dirname, '../node_modules/.cache/virtfleet');
const made = new Map<string, Promise<string>>();

/**
 * One JavaScript file of a program in the source and of what it imports, made once in each process of tests. To start
 * the source itself through tsx costs each start more than a second of CPU.
 */
export function bundled(entry: string): Promise<string> {
  const known = made.get(entry) ?? bundle(entry);
  made.set(entry, known);
  return known;
}

async function bundle(entry: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    ...BUNDLED,
    entryPoints: [entry],
    write: false,
    banner: { js: `${COMMON_JS};` },
    define: { ...BUNDLED.define, 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) },
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`nothing is made of ${entry}`);
  const path = join(FOLDER, `${basename(entry, '.ts')}.js`);
  mkdirSync(FOLDER, { recursive: true });
  // Another process may be starting the file of the same name: it reads the old one or the new one, whole.
  writeFileSync(`${path}.${process.pid}`, file.contents);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
