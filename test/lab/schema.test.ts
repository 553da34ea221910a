import { expect, it } from 'vitest';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import type { Element, Field } from '../../src/libvirt/model/element.ts';
import { network } from '../../src/libvirt/model/network.ts';
import { walkSchema } from '../libvirt/rng.ts';
import { networkOf } from '../libvirt/rules/sound.ts';
import { BEYOND, WITHIN } from '../libvirt/schema-samples.ts';
import { lab } from './lab.ts';

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

/** Known to the parser of libvirt, though its schema does not have them yet, or never will. */
const NEWER = {
  bookworm: [
    'description',
    'dns/forwarder/@port',
    'domain/@register',
    'forward/driver/@iommufd',
    'forward/driver/@model',
    'title',
  ],
  trixie: ['dns/forwarder/@port', 'forward/driver/@iommufd'],
};

it.each(['bookworm', 'trixie'] as const)(
  'the model knows all that the schema of %s knows',
  async (release) => {
    const host = lab.hosts().find((each) => each.release === release)?.name ?? '';
    const files = new Map<string, string>();
    for (const name of ['network.rng', 'networkcommon.rng', 'basictypes.rng'])
      files.set(name, (await lab.onHost(host, `cat /usr/share/libvirt/schemas/${name}`)).stdout);
    const schema = walkSchema((name) => files.get(name) ?? '', 'network.rng').filter(
      ({ path }) => path !== 'metadata/*',
    );
    expect(schema.length).toBeGreaterThan(150);
    expect(schema.filter(({ path }) => !MODEL.has(path)).map(({ path }) => path)).toEqual([]);
    const paths = new Set(schema.map(({ path }) => path));
    expect([...MODEL.keys()].filter((path) => !paths.has(path)).toSorted()).toEqual(NEWER[release]);
    const manyInModel = ({ path }: { path: string }) => MODEL.get(path)?.in === 'list';
    expect(schema.filter((each) => each.many !== manyInModel(each)).map(({ path }) => path)).toEqual([]);
    const unread = schema.flatMap(({ path, words }) => {
      const field = MODEL.get(path);
      return field?.in === 'attribute'
        ? words.filter((word) => !field.type.schema.safeParse(word).success)
        : [];
    });
    expect(unread).toEqual([]);
    expect(schema.filter(({ words }) => words.length > 0).length).toBeGreaterThan(20);
  },
);

it.each(['bookworm', 'trixie'] as const)(
  'what the schema of %s refuses is known, and libvirt takes it',
  async (release) => {
    const host = lab.hosts().find((each) => each.release === release)?.name ?? '';
    const samples = [...Object.entries(WITHIN), ...Object.entries(BEYOND)];
    const told = samples.map(async ([name, elements], index) => {
      const definition = networkOf({ ...elements, name: `sample ${index}` });
      const script = `file=$(mktemp) && cat >"$file"
      xmllint --nonet --noout --relaxng /usr/share/libvirt/schemas/network.rng "$file" >/dev/null 2>&1 && echo valid
      virsh -q -c test:///default net-define "$file" >/dev/null && echo taken; rm "$file"`;
      const { stdout } = await lab.onHost(host, script, { stdin: serializeNetwork(definition) });
      return [name, stdout.split('\n').filter(Boolean)];
    });
    expect(Object.fromEntries(await Promise.all(told))).toEqual({
      ...Object.fromEntries(Object.keys(WITHIN).map((name) => [name, ['valid', 'taken']])),
      ...Object.fromEntries(Object.keys(BEYOND).map((name) => [name, ['taken']])),
    });
  },
);
