import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDump } from '../../../src/libvirt/format/dump.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../../src/libvirt/format/serialize.ts';
import { ProblemError } from '../../../src/problem.ts';
import { anyNetwork } from '../arbitrary.ts';

test('it reads what the parser reads', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const xml = serializeNetwork(network);
      expect(parseDump(xml)).toEqual(parseNetwork(xml));
    }),
  );
});

test('each host keeps its own uuid and MAC address', () => {
  const dump = (digit: number) => `<network>
  <name>default</name>
  <uuid>9a05da11-e96b-47f3-8253-a3a482e445f${digit}</uuid>
  <bridge name='virbr0' stp='on' delay='0'/>
  <mac address='52:54:00:0a:cd:2${digit}'/>
</network>
`;
  for (const digit of [1, 2, 1]) expect(parseDump(dump(digit))).toEqual(parseNetwork(dump(digit)));
});

test('metadata may have a line that looks like one of them', () => {
  const xml = `<network>
  <name>default</name>
  <metadata><owner xmlns='https://example.org/'>
  <uuid>9a05da11-e96b-47f3-8253-a3a482e445f5</uuid>
</owner></metadata>
</network>
`;
  expect(parseDump(xml)).toEqual(parseNetwork(xml));
  expect(parseDump(xml)).not.toHaveProperty('uuid');
});

test('a fault is where it stands', () => {
  const xml = `<network>
  <name>default</name>
  <uuid>9a05da11-e96b-47f3-8253-a3a482e445f5</uuid>
  <nonsense/>
</network>
`;
  const placeIn = (read: (xml: string) => unknown) => {
    try {
      return read(xml);
    } catch (error) {
      return error instanceof ProblemError && error.problems.map(({ place }) => [place?.line, place?.column]);
    }
  };
  expect(placeIn(parseDump)).toEqual([[4, 3]]);
  expect(placeIn(parseNetwork)).toEqual([[4, 3]]);
});
