import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Listener } from '../../plan/run-event.ts';
import { closingLines, eventLine } from '../../report/files/ndjson.ts';
import type { Report } from '../../report/files/report.ts';
import { cannotWrite } from './report-file.ts';

/** Writes events into a file while the run goes on. What fails is thrown at the end: the run goes on without it. */
export class NdjsonFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  readonly #done: Promise<void>;
  readonly #diff: boolean;

  constructor(path: string, diff: boolean) {
    this.#path = path;
    this.#diff = diff;
    this.#stream = createWriteStream(path);
    this.#done = finished(this.#stream);
    this.#done.catch(() => {});
  }

  readonly listener: Listener = (event) => {
    const line = eventLine(event, this.#diff);
    if (line !== undefined && !this.#stream.errored) this.#stream.write(line);
  };

  /** Writes what is known at the end only. Throws UsageError when the file does not have all. */
  async finish(report: Report): Promise<void> {
    if (!this.#stream.errored) this.#stream.end(closingLines(report));
    try {
      await this.#done;
    } catch (error) {
      throw cannotWrite(this.#path, error);
    }
  }
}
