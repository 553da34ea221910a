const NEWLINE = 0x0a;

/** Gathers the bytes of one stream until a marker line, `marker STATUS`, ends them. */
export class Collector {
  status: number | undefined;
  truncated = false;
  readonly #marker: Buffer;
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;
  /** The last bytes, held back because the marker may have begun in them. */
  #pending: Buffer = Buffer.alloc(0);

  constructor(marker: string, limit: number) {
    this.#marker = Buffer.from(marker);
    this.#limit = limit;
  }

  get done(): boolean {
    return this.status !== undefined;
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

  /** What came before the marker; before the end, all that came so far. */
  bytes(): Buffer {
    return Buffer.concat([...this.#chunks, this.#pending]);
  }

  #keep(bytes: Buffer): void {
    const room = this.#limit - this.#size;
    if (bytes.length > room) this.truncated = true;
    const kept = bytes.subarray(0, room);
    if (kept.length === 0) return;
    this.#chunks.push(kept);
    this.#size += kept.length;
  }
}
