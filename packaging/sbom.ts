import { createHash } from 'node:crypto';
import { type Enums, Models, Serialize, Spec, Validation } from '@cyclonedx/cyclonedx-library';
import type { BundledPackage } from './bundled-packages.ts';
import { EPOCH, manifest } from './release.ts';

/** Something that is in what we give away. */
export interface Part {
  name: string;
  version: string;
  /** Its SPDX identifier; absent where it is part of another one's licence. */
  licence?: string;
  purl: string;
}

type SpdxId = ConstructorParameters<typeof Models.SpdxLicense>[0];

const FORM = Spec.Spec1dot6;

/** What is in a file of ours, as CycloneDX 1.6 in JSON: https://cyclonedx.org/docs/1.6/json/. Rejects if its schema refuses it. */
export async function sbom(
  packages: readonly BundledPackage[],
  parts: readonly Part[] = [],
): Promise<string> {
  const own = component({ ...manifest, licence: manifest.license, purl: purlOf(manifest) }, 'application');
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: own, timestamp: new Date(EPOCH * 1000) }),
  });
  const others = packages.map((one) => component({ ...one, purl: purlOf(one) }, 'library'));
  for (const one of [...others, ...parts.map((part) => component(part, 'platform'))]) {
    bom.components.add(one);
    own.dependencies.add(one.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(FORM));
  const options = { sortLists: true, space: 2 };
  // The number of a document is random by custom; this one is the same for the same content.
  const digest = createHash('sha256').update(serializer.serialize(bom, options)).digest('hex');
  bom.serialNumber = `urn:uuid:${digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')}`;
  const text = `${serializer.serialize(bom, options)}\n`;
  const faults = await new Validation.JsonStrictValidator(FORM.version).validate(text);
  if (faults !== null) throw new Error(`the schema of CycloneDX refuses the SBOM: ${JSON.stringify(faults)}`);
  return text;
}

function component({ name, version, licence, purl }: Part, type: `${Enums.ComponentType}`): Models.Component {
  const [, group, rest = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  return new Models.Component(type as Enums.ComponentType, rest, {
    ...{ version, purl, bomRef: purl },
    ...(group !== undefined && { group }),
    ...(licence !== undefined && {
      licenses: new Models.LicenseRepository([new Models.SpdxLicense(licence as SpdxId)]),
    }),
  });
}

/** https://github.com/package-url/purl-spec */
function purlOf({ name, version }: { name: string; version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
