import { type BuildOptions, buildSync, type Plugin } from 'esbuild';

/**
 * Parts of libraries that Virtfleet never calls, by who asks for them: source maps of templates; servers, file
 * transfers and proxies of ssh2; uploads and commands of node-ssh. To read them would be a tenth of a short run.
 */
const NEVER_CALLED: readonly { from: RegExp; path: RegExp }[] = [
  { from: /\/handlebars\//, path: /^source-map$/ },
  { from: /\/ssh2\/lib\//, path: /^\.\/(server|keygen|http-agents|protocol\/SFTP)\.js$/ },
  { from: /\/node-ssh\//, path: /^(make-dir|sb-scandir|shell-escape)$/ },
];

const withoutUnused: Plugin = {
  name: 'without-unused',
  setup({ onResolve, onLoad }) {
    for (const { from, path } of NEVER_CALLED)
      onResolve({ filter: path }, ({ importer, path: asked }) =>
        from.test(importer) ? { path: asked, namespace: 'unused' } : undefined,
      );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }));
    // The 2,000 entities of HTML are for documents that are none here.
    onLoad({ filter: /\/@xmldom\/xmldom\/lib\/entities\.js$/ }, () => ({
      contents: `
        exports.XML_ENTITIES = Object.freeze({ amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' });
        exports.HTML_ENTITIES = exports.entityMap = exports.XML_ENTITIES;`,
    }));
  },
};

/** What CommonJS code expects to be there. */
export const COMMON_JS = [
  "import { createRequire as __requireFrom } from 'node:module'",
  'const require = __requireFrom(import.meta.url)',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname',
].join(';');

/**
 * The style and scripts of the HTML report as texts, which src/report/page/assets.ts names. Whoever runs the source itself
 * defines them, too.
 */
export const PAGE_ASSETS = {
  PAGE_STYLE: JSON.stringify(browserText('style.css')),
  PAGE_SCRIPT: JSON.stringify(browserText('main.ts')),
  PAGE_LIVE_SCRIPT: JSON.stringify(browserText('live.ts')),
};

function browserText(file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [`${import.meta.dirname}/src/report/page/browser/${file}`],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  const [{ text } = { text: '' }] = outputFiles;
  // The end tag of an inline element is the one thing that its text must not have.
  if (text === '' || text.includes('</')) throw new Error(`${file} cannot stand in a page`);
  return text.trim();
}

/**
 * How a program of the source becomes JavaScript that needs no package beside it but those with native code. The queue of
 * many controllers is installed by those who have them.
 */
export const BUNDLED = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['cpu-features', 'bullmq', 'ioredis'],
  loader: { '.node': 'empty' },
  plugins: [withoutUnused],
  define: PAGE_ASSETS,
  logLevel: 'warning',
} as const satisfies BuildOptions;
