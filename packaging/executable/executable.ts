import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../release.ts';
import { run } from '../run.ts';
import type { Runtime } from '../runtime.ts';

/** What Node looks for in itself. */
const BLOB = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Makes an executable of Virtfleet as one file and of Node: https://nodejs.org/api/single-executable-applications.html.
 * `work` is a folder for what comes in between.
 */
export function makeExecutable(text: string, node: Runtime, path: string, work: string): void {
  mkdirSync(work, { recursive: true });
  const at = (name: string) => join(work, name);
  writeFileSync(at('virtfleet.cjs'), text);
  writeFileSync(at('files.json'), JSON.stringify(shippedFiles()));
  copyFileSync(node.program, at('node'));
  // What only debuggers read of Node; a sixth of it.
  run(['strip', '--strip-unneeded', at('node')]);
  writeFileSync(
    at('config.json'),
    JSON.stringify({
      main: 'virtfleet.cjs',
      output: 'blob',
      assets: { files: 'files.json' },
      // Compiled by the very Node that runs it: half of the time of a short command.
      useCodeCache: true,
      disableExperimentalSEAWarning: true,
      // NODE_OPTIONS is for programs that are known to be Node's.
      execArgvExtension: 'none',
    }),
  );
  // The cache has hashes of names, which are random otherwise: the same sources make the same bytes. It is read whatever
  // the seed is at run time; with --hash-seed it would be rejected.
  run([node.program, '--random-seed=1', '--experimental-sea-config', 'config.json'], { cwd: work });
  run([process.execPath, node.injector, 'node', BLOB, 'blob', '--sentinel-fuse', FUSE], { cwd: work });
  copyFileSync(at('node'), path);
  chmodSync(path, 0o755);
}

/** The templates that Virtfleet reads at run time, by their path from its home on. */
function shippedFiles(): Record<string, string> {
  const names = readdirSync(join(ROOT, 'templates')).sort();
  return Object.fromEntries(
    names.map((name) => [`templates/${name}`, readFileSync(join(ROOT, 'templates', name), 'utf8')]),
  );
}
