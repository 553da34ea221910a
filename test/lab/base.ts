import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, groupPath, inGroup } from './cgroup.ts';
import { baseCache, type Layout } from './layout.ts';
import { sourcesFor } from './mirror.ts';
import { type Base, baseName, recipe } from './recipe.ts';
import { must, run } from './run.ts';

/** The folder of a base image, whether or not it has been built. */
export function basePath(base: Base): string {
  return join(baseCache(), baseName(base));
}

/**
 * Builds a base image. It grows under a temporary name and in a mount namespace of its own: a build that
 * was killed is never taken for a finished one and leaves nothing mounted.
 */
export async function buildBase(layout: Layout, base: Base): Promise<void> {
  const finished = basePath(base);
  const name = baseName(base);
  const partial = join(baseCache(), partialPrefix(layout) + name);
  const temporary = `${partial}.tmp`;
  const group = groupPath(layout, `build-${name}`);
  await endGroup(group);
  removePartialBases(layout, name);
  mkdirSync(temporary, { recursive: true });

  const sources = await sourcesFor(base.release, group, partial);
  const build = ['mmdebstrap', ...recipe(base), ...(await aptTransport()), base.release, partial, ...sources];
  const isolated = ['unshare', '--mount', '--propagation', 'private', ...build];
  await must(inGroup(group, isolated), { env: { TMPDIR: temporary } });
  await endGroup(group);
  try {
    renameSync(partial, finished);
  } catch (error) {
    // Another checkout was faster; its build is as good as ours.
    if (!existsSync(finished)) throw error;
  }
  removePartialBases(layout, name);
}

/** Removes what builds of this lab left in the cache: of one base, or of all. */
export function removePartialBases(layout: Layout, base = ''): void {
  if (!existsSync(baseCache())) return;
  for (const name of readdirSync(baseCache())) {
    if (name.startsWith(partialPrefix(layout) + base))
      rmSync(join(baseCache(), name), { recursive: true, force: true });
  }
}

const partialPrefix = (layout: Layout) => `.partial-${layout.id}-`;

/** mmdebstrap does not read the machine's apt settings: hand it those a mirror may need. */
async function aptTransport(): Promise<string[]> {
  const keys = ['http::Proxy', 'https::Proxy', 'Check-Valid-Until'].map((key) => `Acquire::${key}`);
  const { stdout } = await run(['apt-config', 'dump', '--format', '%f "%v";%n', ...keys]);
  return stdout
    .split('\n')
    .filter((line) => keys.some((key) => line.startsWith(`${key} `)))
    .map((line) => `--aptopt=${line.replace(/;$/, '')}`);
}
