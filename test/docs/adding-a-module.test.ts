import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { blocks, ROOT } from './documents.ts';

/** The files of the page: each block that is named after one. */
const files = blocks('ts').filter(
  ({ where, info }) => where.startsWith('docs/adding-a-module.md') && info !== '',
);
const MODULE = 'src/modules/hostname.ts';
const TEST = 'test/modules/hostname.test.ts';

/** Inside the project, so that its packages are found, and outside of what other tests read. */
const FOLDER = join(ROOT, 'node_modules/.cache/virtfleet/adding-a-module');

for (const { info, text } of files) {
  mkdirSync(join(FOLDER, dirname(info)), { recursive: true });
  writeFileSync(join(FOLDER, info), text);
}
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Takes the files of the page as if they stood in the project. */
const fromPage: Plugin = {
  name: 'from-page',
  setup({ onResolve, onLoad }) {
    const page = new Map(files.map(({ info, text }) => [join(ROOT, info), text]));
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path) }));
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = page.get(path);
      return contents === undefined ? undefined : { contents, loader: 'ts' as const };
    });
  },
};

it('the page has the module and its test', () => {
  expect(files.map(({ info }) => info)).toEqual([MODULE, TEST]);
});

it('the types of both are right', () => {
  const settings = {
    extends: join(ROOT, 'tsconfig.json'),
    // With both folders as one, `../plan/change.ts` of the page is the project's.
    compilerOptions: { rootDirs: [ROOT, FOLDER], typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: [],
    files: files.map(({ info }) => join(FOLDER, info)),
  };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(settings));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  expect(execFileSync(tsc, ['--noEmit', '-p', FOLDER], { encoding: 'utf8' })).toBe('');
});

// The test of the page registers its own cases with this file's vitest.
const shared = { describe, expect, it };
Object.assign(globalThis, { pageVitest: shared });
const runner: Plugin = {
  name: 'runner',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'runner' }));
    onLoad({ filter: /.*/, namespace: 'runner' }, () => ({
      contents: 'export const { describe, expect, it } = globalThis.pageVitest;',
    }));
  },
};
const bundle = join(FOLDER, 'test.mjs');
await build({
  stdin: { contents: `import './${TEST}';`, resolveDir: ROOT, loader: 'ts' },
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  define: { 'import.meta.dirname': JSON.stringify(join(ROOT, 'test/modules')) },
  plugins: [runner, fromPage],
});
await import(pathToFileURL(bundle).href);
