import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

export const ROOT = join(import.meta.dirname, '..');

/** The version, and what else package.json says. */
export const manifest: { name: string; version: string; description: string; license: string } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);

/** The processor that executables are made for, by its names in Node and in Debian. */
export const PROCESSOR = 'x64';
export const DEBIAN_PROCESSOR = 'amd64';

/**
 * The time that stands in what is made, in seconds since 1970: the same sources make the same bytes. It is that of the
 * commit, unless SOURCE_DATE_EPOCH names another: https://reproducible-builds.org/specs/source-date-epoch/
 */
export const EPOCH = Number(
  process.env['SOURCE_DATE_EPOCH'] || run(['git', 'log', '-1', '--format=%ct'], { cwd: ROOT }),
);
