import type { Readable, Writable } from 'node:stream';

/** A program that runs on a host, as three byte streams without a protocol. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves with the reason when the program or its connection ends; never rejects. */
  readonly ended: Promise<string>;
  close(): void;
}
