import { expect, it } from 'vitest';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import type { Element, Field } from '../../src/libvirt/model/element.ts';
import { network } from '../../src/libvirt/model/network.ts';
import { ELEMENTS } from '../../src/versions/libvirt.ts';
import { isAtLeast } from '../../src/versions/version.ts';
import { walkSchema } from '../libvirt/rng.ts';
import { networkOf } from '../libvirt/rules/sound.ts';
import { BEYOND, WITHIN } from '../libvirt/schema-samples.ts';
import { lab } from './lab.ts';
import { hostOf } from './one-of-each.ts';
import { LIBVIRT_OF, RELEASES, type Release } from './releases.ts';

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

/** What of the model the libvirt of a release does not know, under the paths of `walkSchema`. */
function newerThan(release: Release): string[] {
  const newer = Object.entries(ELEMENTS).filter(([, since]) => !isAtLeast(LIBVIRT_OF[release], since));
  return newer.map(
    ([path]) => [...MODEL.keys()].find((each) => each.replace('@', '') === path.replaceAll('.', '/')) ?? path,
  );
}

it.each(RELEASES)('the model knows all that the schema of %s knows', async (release) => {
  const host = hostOf(release);
  const files = new Map<string, string>();
  for (const name of ['network.rng', 'networkcommon.rng', 'basictypes.rng'])
    files.set(name, (await lab.onHost(host, `cat /usr/share/libvirt/schemas/${name}`)).stdout);
  const schema = walkSchema((name) => files.get(name) ?? '', 'network.rng').filter(
    ({ path }) => path !== 'metadata/*',
  );
  expect(schema.length).toBeGreaterThan(150);
  expect(schema.filter(({ path }) => !MODEL.has(path)).map(({ path }) => path)).toEqual([]);
  const paths = new Set(schema.map(({ path }) => path));
  expect([...MODEL.keys()].filter((path) => !paths.has(path)).toSorted()).toEqual(
    newerThan(release).toSorted(),
  );
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
});

it.each(RELEASES)('what the schema of %s refuses is known, and libvirt takes it', async (release) => {
  const host = hostOf(release);
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
});
