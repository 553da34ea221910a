import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EPOCH } from '../release.ts';
import { run } from '../run.ts';
import { control } from './control.ts';
import { packageFiles } from './tree.ts';

/** Packs the executable with its manual pages, completion scripts and units. `work` is a folder for what comes in between. */
export function makeDeb(
  executable: string,
  { thirdParty, contents }: { thirdParty: string; contents: string },
  path: string,
  work: string,
): void {
  rmSync(work, { recursive: true, force: true });
  const files = packageFiles(executable, thirdParty, contents);
  files.set('usr/bin/virtfleet', readFileSync(executable));
  for (const [name, bytes] of files)
    put(join(work, name), bytes, name.startsWith('usr/bin/') ? 0o755 : 0o644);
  mkdirSync(join(work, 'etc/virtfleet'), { recursive: true });
  const size = [...files.values()].reduce((sum, { length }) => sum + Math.ceil(length / 1024), 0);
  const sums = [...files]
    .map(([name, bytes]) => `${createHash('md5').update(bytes).digest('hex')}  ${name}\n`)
    .sort((one, other) => (one.slice(34) < other.slice(34) ? -1 : 1));
  put(join(work, 'DEBIAN/control'), Buffer.from(control(dependsOf(executable, work), size)), 0o644);
  put(join(work, 'DEBIAN/md5sums'), Buffer.from(sums.join('')), 0o644);
  // The highest level takes five times as long, for a tenth less.
  run(['dpkg-deb', '--root-owner-group', '-Zxz', '-z2', '--build', work, path], {
    env: { SOURCE_DATE_EPOCH: String(EPOCH) },
  });
}

function put(path: string, bytes: Buffer, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(path, bytes, { mode });
}

/** The packages of the libraries that the executable is linked to: dpkg-shlibdeps(1) wants a source tree around it. */
function dependsOf(executable: string, work: string): string {
  const folder = `${work}.source`;
  put(
    join(folder, 'debian/control'),
    Buffer.from('Source: virtfleet\n\nPackage: virtfleet\nArchitecture: any\n'),
    0o644,
  );
  copyFileSync(executable, join(folder, 'virtfleet'));
  const said = run(['dpkg-shlibdeps', '-O', '-e', 'virtfleet'], { cwd: folder });
  rmSync(folder, { recursive: true });
  const [, depends] = /^shlibs:Depends=(.+)$/m.exec(said) ?? [];
  if (depends === undefined) throw new Error(`dpkg-shlibdeps found no library: ${said}`);
  return depends;
}
