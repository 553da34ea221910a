import type { Listener } from '../../plan/run-event.ts';
import { jsonText } from '../../report/files/json-text.ts';
import { junit } from '../../report/files/junit.ts';
import { markdown } from '../../report/files/markdown.ts';
import { prometheus } from '../../report/files/prometheus.ts';
import type { Report } from '../../report/files/report.ts';
import { sarif } from '../../report/files/sarif.ts';
import { summary } from '../../report/files/summary.ts';
import type { PageDocument } from '../../report/page/page-document.ts';
import { UsageError } from '../declaration/option.ts';
import type { FILE_OPTIONS } from '../declaration/shared-options.ts';
import { NdjsonFile } from './ndjson-file.ts';
import { checkReport, writeReport } from './report-file.ts';

/** The files that the options name. */
export type Files = Readonly<Record<keyof typeof FILE_OPTIONS, string | undefined>>;

/** What is written once the run has ended. */
const WRITERS = { json: jsonText, junit, prometheus, sarif, markdown, summary } as const satisfies Partial<
  Record<keyof Files, (report: Report) => string>
>;

/** The reports that a run writes into files beside what it prints. */
export class ReportFiles {
  readonly #files: Files;
  #events: NdjsonFile | undefined;
  /** Loaded while hosts are contacted: an update may take it away before the run ends. */
  readonly #page: Promise<typeof import('../../report/page/page.ts')> | undefined;

  /** Throws UsageError for files that could not be written, before any host is contacted. */
  constructor(files: Files) {
    this.#files = files;
    const options = [...Object.keys(WRITERS), 'html', 'ndjson'] as (keyof Files)[];
    const taken = new Map<string, string>();
    for (const option of options) {
      const path = files[option];
      if (path === undefined) continue;
      checkReport(path);
      const other = taken.get(path);
      if (other) throw new UsageError(`--${other} and --${option} name the same file: ${path}`);
      taken.set(path, option);
    }
    this.#page = files.html === undefined ? undefined : import('../../report/page/page.ts');
    // Told when it is used.
    this.#page?.catch(() => {});
  }

  /** Begins the files that are written while the run goes on. */
  listeners(diff: boolean): Listener[] {
    const { ndjson } = this.#files;
    if (ndjson === undefined) return [];
    this.#events = new NdjsonFile(ndjson, diff);
    return [this.#events.listener];
  }

  /** Writes all that can be written; `document` is what a page shows, where one is asked for. Throws the first UsageError. */
  async write(report: Report, document?: PageDocument): Promise<void> {
    const failures: unknown[] = [];
    const attempt = async (work: () => void | Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failures.push(error);
      }
    };
    for (const [option, textOf] of Object.entries(WRITERS)) {
      const path = this.#files[option as keyof typeof WRITERS];
      if (path !== undefined) await attempt(() => writeReport(path, textOf(report)));
    }
    const { html } = this.#files;
    const loading = this.#page;
    if (html !== undefined && document && loading)
      await attempt(async () => {
        const { page } = await loading;
        writeReport(html, page(document));
      });
    await attempt(async () => this.#events?.finish(report));
    for (const failure of failures) throw failure;
  }
}
