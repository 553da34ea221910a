import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { BUNDLED } from '../../bundle.ts';
import { ROOT } from '../release.ts';

/** What npm installs beside Virtfleet, and native parts that libraries can do without. */
const ABSENT = new RegExp(`^(${[...BUNDLED.external, 'pg-native'].join('|')})$|\\.node$`);

/** SQLite of Node in place of libsql, a native library; and no package is looked for where the executable is. */
const selfContained: Plugin = {
  name: 'self-contained',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^libsql$/ }, () => ({ path: join(import.meta.dirname, 'sqlite.ts') }));
    onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `throw new Error("Cannot find package '${path}' in the executable")`,
    }));
  },
};

/** All of Virtfleet as one JavaScript file, and what is in it. Throws where it would load anything from a disk. */
export async function oneFile(): Promise<{ text: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    ...BUNDLED,
    entryPoints: [join(ROOT, 'src/cli.ts')],
    absWorkingDir: ROOT,
    external: [],
    plugins: [selfContained, ...BUNDLED.plugins],
    minifySyntax: true,
    minifyWhitespace: true,
    format: 'cjs',
    // An executable has no folder of its own.
    define: { ...BUNDLED.define, 'import.meta.url': 'undefined' },
    write: false,
    metafile: true,
  });
  const loaded = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const foreign = [...new Set(loaded)].filter((path) => !isBuiltin(path) && path !== 'node:sqlite');
  const [file] = outputFiles;
  if (file === undefined || foreign.length > 0)
    throw new Error(`the executable would load ${foreign.join(', ')} from wherever it is started`);
  return { text: file.text, metafile };
}
