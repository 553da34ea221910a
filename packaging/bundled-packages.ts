import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of npm of which something is in what is built. */
export interface BundledPackage {
  name: string;
  version: string;
  /** Its SPDX identifier. */
  licence: string;
  /** The texts of its licence, as the package has them. */
  texts: readonly string[];
  homepage?: string;
}

/** Licences that let us pass the code on with our own licence, as long as their texts come along. */
const ALLOWED = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0'],
  ...['ISC', 'MIT', 'Unlicense'],
]);

/** The packages in a bundle, by name. Throws for one whose licence is not known to be allowed, or has no text. */
export function bundledPackages({ outputs }: Metafile, root: string): BundledPackage[] {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  return [...folders]
    .map((folder) => packageAt(join(root, folder)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function packageAt(folder: string): BundledPackage {
  const { name, version, license, licenses, homepage } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const licence: string = license ?? licenses?.[0]?.type;
  if (!ALLOWED.has(licence))
    throw new Error(
      `${name} ${version} has the licence ${licence}, and nobody has said that it may be passed on: packaging/bundled-packages.ts`,
    );
  const texts = licenceTexts(folder);
  if (texts.length === 0) throw new Error(`${name} ${version} has no text of its licence, ${licence}`);
  return { name, version, licence, texts, ...(homepage && { homepage }) };
}

/** Files of their own, or the section of the README that has it. */
function licenceTexts(folder: string): string[] {
  const files = readdirSync(folder).sort();
  const read = (file: string) => readFileSync(join(folder, file), 'utf8').trim();
  const own = files.filter((file) => /^(licen[cs]e|copying|notice|unlicense)/i.test(file)).map(read);
  if (own.length > 0) return own;
  return files
    .filter((file) => /^readme/i.test(file))
    .flatMap((file) => /^#+ *licen[cs]e$.*?(?=^#|$(?!\n))/ims.exec(read(file))?.[0].trim() ?? []);
}

/** The licences of what is in a bundle, for those who get it. */
export function thirdPartyText(packages: readonly BundledPackage[]): string {
  const heading = (line: string) => `${line}\n${'='.repeat(line.length)}`;
  return [
    'Virtfleet has the licence in LICENSE. What is in it of others has these licences.',
    ...packages.map(({ name, version, licence, texts }) =>
      [heading(`${name} ${version} (${licence})`), ...texts].join('\n\n'),
    ),
    '',
  ].join('\n\n\n');
}
