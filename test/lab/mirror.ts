import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inGroup } from './cgroup.ts';
import { LabError, run } from './run.ts';

/** Where Debian's packages come from. */
export interface Mirror {
  main: string;
  security: string;
}

interface Source {
  uri: string;
  suite: string;
  components: string[];
}

const publicMirror: Mirror = {
  main: 'http://deb.debian.org/debian',
  security: 'http://deb.debian.org/debian-security',
};
const debianSuites = /^(bullseye|bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)$/;

/**
 * The sources.list lines for a release: from the machine's own mirror, or Debian's public one where that
 * does not have it. The suites of updates and of security fixes are left out where nobody offers them.
 * The downloads run in the control group `group` and end in files whose path begins with `scratch`.
 */
export async function sourcesFor(release: string, group: string, scratch: string): Promise<string[]> {
  const machine = mirrorOf(readAptSources());
  const offering = (suite: string, uris: readonly string[]) => firstOffering(suite, uris, group, scratch);
  const [main, updates, security] = await Promise.all([
    offering(release, [machine.main, publicMirror.main]),
    offering(`${release}-updates`, [machine.main, publicMirror.main]),
    offering(`${release}-security`, [machine.security, publicMirror.security]),
  ]);
  if (main === undefined)
    throw new LabError(`Neither ${machine.main} nor ${publicMirror.main} offers ${release}.`);
  return [main, updates, security].filter((line) => line !== undefined);
}

/** Picks Debian's mirror out of the texts of apt's source files, in either format of sources.list(5). */
export function mirrorOf(texts: readonly string[]): Mirror {
  const sources = texts
    .flatMap((text) => [...oneLineSources(text), ...deb822Sources(text)])
    .filter(({ components }) => components.includes('main'));
  return {
    main: sources.find(({ suite }) => debianSuites.test(suite))?.uri ?? publicMirror.main,
    security: sources.find(({ suite }) => suite.endsWith('-security'))?.uri ?? publicMirror.security,
  };
}

function oneLineSources(text: string): Source[] {
  return [...text.matchAll(/^[ \t]*deb[ \t]+(?:\[[^\]]*\][ \t]+)?(\S+)[ \t]+(\S+)[ \t]+([^\n#]+)/gm)].map(
    ([, uri = '', suite = '', components = '']) => source(uri, suite, components),
  );
}

function deb822Sources(text: string): Source[] {
  return text.split(/\n(?:[ \t]*\n)+/).flatMap((stanza) => {
    const lines = stanza.replace(/^#.*\n?/gm, '').replace(/\n[ \t]+/g, ' ');
    const field = (name: string) => (new RegExp(`^${name}:(.*)$`, 'im').exec(lines)?.[1] ?? '').trim();
    if (!/\bdeb\b(?!-src)/.test(field('Types')) || field('Enabled').toLowerCase() === 'no') return [];
    const uri = field('URIs').split(/\s+/)[0] ?? '';
    return field('Suites')
      .split(/\s+/)
      .map((suite) => source(uri, suite, field('Components')));
  });
}

function source(uri: string, suite: string, components: string): Source {
  return { uri: uri.replace(/\/$/, ''), suite, components: components.trim().split(/\s+/) };
}

function readAptSources(): string[] {
  const folder = '/etc/apt/sources.list.d';
  const files = readable(() => readdirSync(folder).sort(), []).filter((name) =>
    /\.(list|sources)$/.test(name),
  );
  return ['/etc/apt/sources.list', ...files.map((name) => join(folder, name))].map((path) =>
    readable(() => readFileSync(path, 'utf8'), ''),
  );
}

function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Asks with apt's own downloader, so that its proxies and transports count. */
async function firstOffering(
  suite: string,
  uris: readonly string[],
  group: string,
  scratch: string,
): Promise<string | undefined> {
  const target = `${scratch}.${suite}`;
  for (const uri of new Set(uris)) {
    const url = `${uri}/dists/${suite}/InRelease`;
    const { code } = await run(inGroup(group, ['/usr/lib/apt/apt-helper', 'download-file', url, target]));
    await run(['rm', '-f', target]);
    if (code === 0) return `deb ${uri} ${suite} main`;
  }
  return undefined;
}
