import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/virtfleet');

type Program = 'print-forecast' | 'print-round-trips' | 'session-client';

/** The file to start for a program of the operator's machine. */
export const bundled = (program: Program): string => join(cache, `${program}.js`);

/** Makes a file of each: to read all of the source costs each start a second of CPU, and tests start hundreds. */
export async function bundle(): Promise<void> {
  const { build } = await import('esbuild');
  const programs: readonly Program[] = ['print-forecast', 'print-round-trips', 'session-client'];
  await build({
    entryPoints: programs.map((program) => join(import.meta.dirname, `${program}.ts`)),
    outdir: cache,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) },
  });
}
