import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { said } from '../../src/versions/version.ts';
import { schemaText, walkSchema } from '../libvirt/rng.ts';
import { networkOf } from '../libvirt/rules/sound.ts';
import { BEYOND, WITHIN } from '../libvirt/schema-samples.ts';
import { lab } from './lab.ts';
import { hostOf } from './one-of-each.ts';
import { LIBVIRT_OF, RELEASES } from './releases.ts';

// What the gates of versions are held against without hosts: test/versions/schema.test.ts.
it.each(RELEASES)('the schema of %s is the one that is recorded', async (release) => {
  const host = hostOf(release);
  const files = new Map<string, string>();
  for (const name of ['network.rng', 'networkcommon.rng', 'basictypes.rng'])
    files.set(name, (await lab.onHost(host, `cat /usr/share/libvirt/schemas/${name}`)).stdout);
  const schema = walkSchema((name) => files.get(name) ?? '', 'network.rng');
  const record = join('test/recorded', `network-schema-libvirt-${said(LIBVIRT_OF[release])}.txt`);
  expect(schemaText(schema)).toBe(readFileSync(record, 'utf8'));
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
