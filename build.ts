import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { BUNDLED, COMMON_JS } from './bundle.ts';
import { bundledPackages, thirdPartyText } from './packaging/bundled-packages.ts';

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  ...BUNDLED,
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: `#!/usr/bin/env node\n${COMMON_JS};` },
  metafile: true,
});
chmodSync('dist/cli.js', 0o755);
writeFileSync('dist/THIRD-PARTY', thirdPartyText(bundledPackages(metafile, '.')));
