import type { Readable, Writable } from 'node:stream';

/** A program that runs on a host, as three byte streams; nothing is known yet of what it says. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves with the reason when the program or its connection is gone; never rejects. */
  readonly ended: Promise<string>;
  close(): void;
}
