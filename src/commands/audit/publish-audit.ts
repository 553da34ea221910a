import type { Fleet } from '../../audit/host-model.ts';
import { topologyOf } from '../../audit/host-topology.ts';
import { auditJson } from '../../report/audit/audit-json.ts';
import { auditJunit } from '../../report/audit/audit-junit.ts';
import { auditLines } from '../../report/audit/audit-lines.ts';
import { auditMarkdown } from '../../report/audit/audit-markdown.ts';
import type { AuditReport, FailOn } from '../../report/audit/audit-report.ts';
import { auditSarif } from '../../report/audit/audit-sarif.ts';
import { painter } from '../../report/paint.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { checkReport, writeReport } from '../execution/report-file.ts';

const KINDS = ['json', 'sarif', 'junit', 'markdown', 'html'] as const;
type Paths = Readonly<Record<(typeof KINDS)[number], string | undefined>>;

/** The files that an audit is written into beside what it prints. */
export class AuditFiles {
  readonly #paths: Paths;
  /** Loaded while hosts are contacted: an update may take it away before the audit ends. */
  readonly page: Promise<typeof import('../../report/page/audit-page.ts')> | undefined;

  /** Throws UsageError for files that could not be written, before any host is contacted. */
  constructor(paths: Paths) {
    this.#paths = paths;
    const taken = new Map<string, string>();
    for (const kind of KINDS) {
      const path = paths[kind];
      if (path === undefined) continue;
      checkReport(path);
      const other = taken.get(path);
      if (other) throw new UsageError(`--${other} and --${kind} name the same file: ${path}`);
      taken.set(path, kind);
    }
    this.page = paths.html === undefined ? undefined : import('../../report/page/audit-page.ts');
    // Told when it is used.
    this.page?.catch(() => {});
  }

  async write(
    texts: Readonly<Record<(typeof KINDS)[number], () => string | Promise<string>>>,
  ): Promise<void> {
    for (const kind of KINDS) {
      const path = this.#paths[kind];
      if (path !== undefined) writeReport(path, await texts[kind]());
    }
  }
}

/** Prints an audit and writes its files. */
export async function publishAudit(
  { report, fleet }: { report: AuditReport; fleet: Fleet },
  files: AuditFiles,
  { format, expand, failOn }: { format: 'text' | 'json'; expand: boolean; failOn: FailOn },
  io: Pick<Io, 'out' | 'color' | 'width'>,
): Promise<void> {
  const lines = () => auditLines(report, { paint: painter(io.color), width: io.width, expand });
  io.out(
    format === 'json'
      ? auditJson(report)
      : lines()
          .map((line) => `${line}\n`)
          .join(''),
  );
  await files.write({
    json: () => auditJson(report),
    sarif: () => auditSarif(report),
    junit: () => auditJunit(report, failOn),
    markdown: () => auditMarkdown(report),
    html: async () => {
      const topologies = new Map(fleet.hosts.map((host) => [host.name, topologyOf(host)]));
      return (await files.page)?.auditPage(report, topologies) ?? '';
    },
  });
}
