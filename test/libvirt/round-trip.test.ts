import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { networkSchema } from '../../src/libvirt/format/yaml-schema.ts';
import { anyNetwork } from './arbitrary.ts';

test('YAML → model → XML → model is the identity', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const fromYaml = networkSchema.parse(parse(stringify(network)));
      expect(fromYaml).toEqual(network);
      expect(parseNetwork(serializeNetwork(network))).toEqual(network);
    }),
  );
});

test('what libvirt stores of a canonical definition is the same again', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const stored = canonical(network);
      expect(canonical(stored)).toEqual(stored);
      expect(parseNetwork(serializeNetwork(stored))).toEqual(stored);
    }),
  );
});

test('blanks in attributes and carriage returns in texts survive', () => {
  const network = {
    name: 'a\r\nb',
    dns: { txt: [{ name: 'x', value: ' tab\tline\nreturn\r ' }] },
  };
  expect(parseNetwork(serializeNetwork(network))).toEqual(network);
});
