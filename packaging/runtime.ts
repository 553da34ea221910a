import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROCESSOR } from './release.ts';
import { run } from './run.ts';
import type { Part } from './sbom.ts';

/** The Node that is packed. */
export interface Runtime {
  program: string;
  /** The program that puts a blob into an executable. */
  injector: string;
  /** The text of its licence, and of those of all that is in it. */
  licence: string;
  /** Node and the libraries in it. */
  parts: readonly Part[];
}

/** What `process.versions` also has, and is no library. */
const NO_LIBRARY = ['cldr', 'modules', 'napi', 'node', 'tz', 'unicode'];

/** Installs the Node of runtime/package-lock.json, which has its digest, where it is not there yet. */
export function runtime(): Runtime {
  const folder = join(import.meta.dirname, 'runtime');
  const own = join(folder, 'node_modules', `node-linux-${PROCESSOR}`);
  const program = join(own, 'bin/node');
  if (!existsSync(program))
    run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const versions: Record<string, string> = JSON.parse(
    run([program, '--print', 'JSON.stringify(process.versions)']),
  );
  const parts = Object.entries(versions).flatMap(([name, version]): Part[] =>
    NO_LIBRARY.includes(name) ? [] : [{ name, version, purl: `pkg:generic/${name}@${version}` }],
  );
  const { node: version = '' } = versions;
  const node = { name: 'node', version, licence: 'MIT', purl: `pkg:generic/node@${version}` };
  const injector = join(folder, 'node_modules/postject/dist/cli.js');
  return { program, injector, licence: readFileSync(join(own, 'LICENSE'), 'utf8'), parts: [node, ...parts] };
}
