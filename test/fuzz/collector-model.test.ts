import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Collector } from '../../src/transport/collector.ts';

const MARK = '\x1em 1 ';
const LIMIT = 32;

/** What a host has sent so far, as one piece. */
interface Model {
  sent: Buffer;
}

/** A host sends a piece: parts of the mark, whole marks with a status, and anything else, cut anywhere. */
class Send implements fc.Command<Model, Collector> {
  readonly #piece: Buffer;

  constructor(piece: Buffer) {
    this.#piece = piece;
  }

  check = () => true;

  run(model: Model, real: Collector): void {
    model.sent = Buffer.concat([model.sent, this.#piece]);
    real.push(this.#piece);
    const start = model.sent.indexOf(MARK);
    const end = start < 0 ? -1 : model.sent.indexOf('\n', start);
    expect(real.done).toBe(end >= 0);
    if (end < 0) return;
    const before = model.sent.subarray(0, start);
    expect(real.status).toBe(Number(model.sent.toString('latin1', start + MARK.length, end)));
    expect(real.cutAt).toBe(before.length > LIMIT ? LIMIT / 2 : undefined);
    const kept =
      before.length > LIMIT
        ? [before.subarray(0, LIMIT / 2), before.subarray(before.length - LIMIT / 2)]
        : [before];
    expect(real.bytes()).toEqual(Buffer.concat(kept));
  }

  toString = () => JSON.stringify(this.#piece.toString('latin1'));
}

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(MARK, `${MARK}0\n`, `${MARK}12\nmore`, MARK.slice(0, 2), MARK.slice(2), '\n', '\x1e')
    .map((text) => Buffer.from(text)),
);

it('whatever a host sends, and however it is cut, what is before the first mark is what counts', () => {
  fc.assert(
    fc.property(fc.commands([piece.map((one) => new Send(one))], { maxCommands: 30 }), (commands) => {
      fc.modelRun(() => ({ model: { sent: Buffer.alloc(0) }, real: new Collector(MARK, LIMIT) }), commands);
    }),
    { numRuns: 300 },
  );
});
