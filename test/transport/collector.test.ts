import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Collector } from '../../src/transport/collector.ts';

const MARKER = '\x1eabcabd 1 ';

function collect(chunks: readonly Buffer[], limit = 1_000): Collector {
  const collector = new Collector(MARKER, limit);
  for (const chunk of chunks) collector.push(chunk);
  return collector;
}

test('bytes before the marker are kept as they are, however they are cut', () => {
  const body = fc.uint8Array({ maxLength: 200 });
  const cuts = fc.array(fc.nat(220), { maxLength: 8 });
  fc.assert(
    fc.property(body, cuts, fc.nat(255), (bytes, places, status) => {
      const whole = Buffer.concat([bytes, Buffer.from(`${MARKER}${status}\n`)]);
      const edges = [
        0,
        ...places.filter((place) => place < whole.length).sort((a, b) => a - b),
        whole.length,
      ];
      const chunks = edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge));
      const collector = collect(chunks);
      expect(collector.status).toBe(status);
      expect(collector.bytes()).toEqual(Buffer.from(bytes));
    }),
  );
});

test('a marker that only begins is not the end', () => {
  const collector = collect([Buffer.from('one\x1eabcabd 2 0\n\x1eabc')]);
  expect(collector.done).toBe(false);
  expect(collector.bytes().toString()).toBe('one\x1eabcabd 2 0\n\x1eabc');
});

test('what comes after the end is not kept', () => {
  const collector = collect([Buffer.from(`one${MARKER}0\ntwo`), Buffer.from('three')]);
  expect(collector.bytes().toString()).toBe('one');
});

test('output above the limit keeps its beginning and end, and marks the gap', () => {
  const count = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 40 });
  fc.assert(
    fc.property(count, (sizes) => {
      const chunks = sizes.map((size, index) => Buffer.alloc(size, index));
      const whole = Buffer.concat(chunks);
      const collector = collect([...chunks, Buffer.from(`${MARKER}3\n`)], 1_000);
      const isCut = whole.length > 1_000;
      expect([collector.status, collector.cutAt]).toEqual([3, isCut ? 500 : undefined]);
      const kept = isCut ? Buffer.concat([whole.subarray(0, 500), whole.subarray(-500)]) : whole;
      expect(collector.bytes().equals(kept)).toBe(true);
    }),
  );
});
