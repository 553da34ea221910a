const NEWLINE = 0x0a;

/** Bytes kept of the end of a stream that exceeds its limit; at most half the limit. */
const TAIL = 8 * 1024 * 1024;

/**
 * Collects the bytes of a stream up to a marker line, `marker STATUS`. Of more than `limit` bytes the
 * beginning and the end are kept: a script reports its own result last.
 */
export class Collector {
  status: number | undefined;
  readonly #marker: Buffer;
  readonly #head: number;
  readonly #tail: number;
  #chunks: Buffer[] = [];
  #last: Buffer[] = [];
  #lastSize = 0;
  /** Of all that came. */
  #size = 0;
  /** The last bytes, held back because the marker may begin in them. */
  #pending: Buffer = Buffer.alloc(0);

  constructor(marker: string, limit: number) {
    this.#marker = Buffer.from(marker);
    this.#tail = Math.min(TAIL, limit >> 1);
    this.#head = limit - this.#tail;
  }

  get done(): boolean {
    return this.status !== undefined;
  }

  /** Where bytes are missing in `bytes()`, if any are. */
  get cutAt(): number | undefined {
    return this.#size > this.#head + this.#tail ? this.#head : undefined;
  }

  push(chunk: Buffer): void {
    if (this.done) return;
    const bytes = Buffer.concat([this.#pending, chunk]);
    const start = bytes.indexOf(this.#marker);
    const end = start < 0 ? -1 : bytes.indexOf(NEWLINE, start);
    if (end >= 0) {
      this.#keep(bytes.subarray(0, start));
      this.#pending = Buffer.alloc(0);
      this.status = Number(bytes.toString('latin1', start + this.#marker.length, end));
      return;
    }
    const held = start >= 0 ? bytes.length - start : this.#marker.length - 1;
    const safe = Math.max(0, bytes.length - held);
    this.#keep(bytes.subarray(0, safe));
    this.#pending = bytes.subarray(safe);
  }

  /** The bytes before the marker; all bytes so far if the marker has not come yet. */
  bytes(): Buffer {
    const last = Buffer.concat(this.#last);
    const kept = this.cutAt === undefined ? last : last.subarray(last.length - this.#tail);
    return Buffer.concat([...this.#chunks, kept, this.#pending]);
  }

  #keep(bytes: Buffer): void {
    const room = Math.max(0, this.#head - this.#size);
    this.#size += bytes.length;
    if (room > 0) this.#chunks.push(bytes.subarray(0, room));
    if (bytes.length <= room) return;
    this.#last.push(bytes.subarray(room));
    this.#lastSize += bytes.length - room;
    for (
      let [first] = this.#last;
      first && this.#lastSize - first.length >= this.#tail;
      [first] = this.#last
    ) {
      this.#last.shift();
      this.#lastSize -= first.length;
    }
  }
}
