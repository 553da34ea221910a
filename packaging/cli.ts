import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, thirdPartyText } from './bundled-packages.ts';
import { DEBIAN_VERSION } from './deb/control.ts';
import { makeDeb } from './deb/deb.ts';
import { makeExecutable } from './executable/executable.ts';
import { oneFile } from './executable/one-file.ts';
import { DEBIAN_PROCESSOR, EPOCH, manifest, PROCESSOR, ROOT } from './release.ts';
import { run } from './run.ts';
import { runtime } from './runtime.ts';
import { sbom } from './sbom.ts';

/**
 * Makes all that a release has, below `release`: the package of npm, the executable, the Debian package, what is in them,
 * their licences and their digests. The same commit makes the same bytes.
 */
process.umask(0o022);
const release = join(ROOT, 'release');
rmSync(release, { recursive: true, force: true });
mkdirSync(join(release, 'work'), { recursive: true });
const at = (name: string) => join(release, name);
const name = `${manifest.name}-${manifest.version}`;

const { text, metafile } = await oneFile();
const packages = bundledPackages(metafile, ROOT);
const node = runtime();
const thirdParty = `${thirdPartyText(packages)}\n\nNode\n====\n\n${node.licence}`;
const contents = await sbom(packages, node.parts);
const executable = at(`${name}-linux-${PROCESSOR}`);
makeExecutable(text, node, executable, at('work/executable'));
makeDeb(
  executable,
  { thirdParty, contents },
  at(`${manifest.name}_${DEBIAN_VERSION}_${DEBIAN_PROCESSOR}.deb`),
  at('work/deb'),
);
writeFileSync(`${executable}.cdx.json`, contents);
writeFileSync(`${executable}.licences`, thirdParty);
// .npmrc forbids that packing runs a script, so that none of a dependency runs, either.
run(['npm', 'run', '--silent', 'build'], { cwd: ROOT });
run(['npm', 'pack', '--silent', '--pack-destination', release], {
  cwd: ROOT,
  env: { SOURCE_DATE_EPOCH: String(EPOCH) },
});
if (!run(['tar', '-tzf', at(`${name}.tgz`)]).includes('package/dist/cli.js\n'))
  throw new Error('the package of npm has no program');
rmSync(at('work'), { recursive: true });

const files = readdirSync(release).sort();
const digest = (file: string) =>
  createHash('sha256')
    .update(readFileSync(at(file)))
    .digest('hex');
writeFileSync(at('SHA256SUMS'), files.map((file) => `${digest(file)}  ${file}\n`).join(''));
for (const file of files)
  console.log(`${(statSync(at(file)).size / 1e6).toFixed(1).padStart(7)} MB  release/${file}`);
