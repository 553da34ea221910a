import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Element, Field } from '../../src/libvirt/model/element.ts';
import { network } from '../../src/libvirt/model/network.ts';
import { ELEMENTS } from '../../src/versions/libvirt.ts';
import { isAtLeast, versionOf } from '../../src/versions/version.ts';
import { parseSchemaText } from '../libvirt/rng.ts';

/** What the model knows, under the paths of `walkSchema`. */
function knownOf(element: Element, path: string): Map<string, Field> {
  if (element.kind !== 'group') return new Map();
  return new Map(
    Object.entries(element.fields).flatMap(([name, field]): [string, Field][] => {
      const here = [path, field.in === 'attribute' ? `@${name}` : name].filter(Boolean).join('/');
      if (field.in === 'attribute') return [[here, field]];
      return [[here, field], ...knownOf(field.element, here)];
    }),
  );
}

const MODEL = knownOf(network, '');
const gateOf = (path: string) => ELEMENTS[path.replaceAll('@', '').replaceAll('/', '.')];

// Debian 11 to 14; `npm run nightly -- schema` compares the records with the hosts of each.
describe.each(['7.0', '9.0', '11.3', '12.8'])('the schema of libvirt %s', (version) => {
  const text = readFileSync(`test/recorded/network-schema-libvirt-${version}.txt`, 'utf8');
  const schema = parseSchemaText(text).filter(({ path }) => path !== 'metadata/*');
  const paths = new Set(schema.map(({ path }) => path));
  const pathsOf = (some: typeof schema) => some.map(({ path }) => path);

  it('knows nothing that the model does not know', () => {
    expect(schema.length).toBeGreaterThan(150);
    expect(pathsOf(schema.filter(({ path }) => !MODEL.has(path)))).toEqual([]);
  });

  it('lacks of the model what is newer, and nothing else', () => {
    const newer = [...MODEL.keys()].filter((path) => {
      const since = gateOf(path);
      return since && !isAtLeast(versionOf(version), since);
    });
    expect([...MODEL.keys()].filter((path) => !paths.has(path))).toEqual(newer);
  });

  it('has lists and words where the model has them', () => {
    const isList = (path: string) => MODEL.get(path)?.in === 'list';
    expect(pathsOf(schema.filter(({ path, many }) => many !== isList(path)))).toEqual([]);
    const worded = schema.filter(({ words }) => words.length > 0);
    const unread = worded.flatMap(({ path, words }) => {
      const field = MODEL.get(path);
      return field?.in === 'attribute'
        ? words.filter((word) => !field.type.schema.safeParse(word).success)
        : [];
    });
    expect(worded.length).toBeGreaterThan(20);
    expect(unread).toEqual([]);
  });
});

it('each gate is of an element that the model has', () => {
  const inModel = new Set([...MODEL.keys()].map((path) => path.replaceAll('@', '').replaceAll('/', '.')));
  expect(Object.keys(ELEMENTS).filter((path) => !inModel.has(path))).toEqual([]);
});
