import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DECLARATIONS } from '../../src/commands/declaration/index.ts';
import { commandPage, mainPage } from '../man-page.ts';
import { EPOCH, manifest, ROOT } from '../release.ts';
import { run } from '../run.ts';
import { copyright, debianChangelog } from './control.ts';
import { unitTemplates } from './unit-templates.ts';

/** The files of the Debian package but for the executable, by their path from the root on. */
export function packageFiles(executable: string, thirdParty: string, contents: string): Map<string, Buffer> {
  const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
  const doc = 'usr/share/doc/virtfleet';
  const completion = (shell: string) => run([executable, 'completion', shell]);
  const texts: Record<string, string> = {
    'usr/share/bash-completion/completions/virtfleet': completion('bash'),
    'usr/share/zsh/vendor-completions/_virtfleet': completion('zsh'),
    'usr/share/fish/vendor_completions.d/virtfleet.fish': completion('fish'),
    ...unitTemplates(),
    [`${doc}/copyright`]: copyright(),
    [`${doc}/sbom.cdx.json`]: contents,
    'usr/share/lintian/overrides/virtfleet': read('packaging/deb/lintian-overrides'),
    ...examples(doc),
  };
  const packed: Record<string, string> = {
    ...manualPages(),
    [`${doc}/changelog`]: read('CHANGELOG.md'),
    [`${doc}/changelog.Debian`]: debianChangelog(),
    [`${doc}/THIRD-PARTY`]: thirdParty,
  };
  return new Map([
    ...Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const),
    ...Object.entries(packed).map(([path, text]) => [`${path}.gz`, gzipSync(text, { level: 9 })] as const),
  ]);
}

/** The playbook, inventory and template that docs/tutorial.md and README.md speak of. */
function examples(doc: string): Record<string, string> {
  const files = ['playbooks', 'inventory'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return Object.fromEntries(
    files
      .filter((path) => /\.(ya?ml|ini)$/.test(path))
      .map((path) => [`${doc}/examples/${path}`, readFileSync(join(ROOT, path), 'utf8')]),
  );
}

function manualPages(): Record<string, string> {
  const head = { version: manifest.version, epoch: EPOCH };
  const pages = DECLARATIONS.map((one) => [`virtfleet-${one.name}`, commandPage(one, head)] as const);
  const all = [['virtfleet', mainPage(DECLARATIONS, exitCodes(), head)] as const, ...pages];
  return Object.fromEntries(all.map(([name, text]) => [`usr/share/man/man1/${name}.1`, text]));
}

/** The table of docs/exit-codes-and-json.md. */
function exitCodes(): string[][] {
  const text = readFileSync(join(ROOT, 'docs/exit-codes-and-json.md'), 'utf8');
  const codes = [...text.matchAll(/^\| (\d+) +\| (.*?) *\|$/gm)];
  if (codes.length === 0) throw new Error('docs/exit-codes-and-json.md has no table of exit codes');
  return codes.map(([, code = '', meaning = '']) => [code, meaning.replaceAll('`', '')]);
}
