import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { BUNDLED, COMMON_JS } from './bundle.ts';

rmSync('dist', { recursive: true, force: true });
await build({
  ...BUNDLED,
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: `#!/usr/bin/env node\n${COMMON_JS};` },
});
chmodSync('dist/cli.js', 0o755);
