import type { Mode } from '../../plan/outcome.ts';
import type { Report } from '../../report/files/report.ts';
import type { Io } from '../command.ts';
import { type Format, PRINTED } from './printed.ts';
import { type Files, ReportFiles } from './report-files.ts';

/** The report of a run that had nothing to do: of no host, so that programs which read reports get one. */
export async function reportNothing(mode: Mode, shown: Files & { format: Format }, io: Io): Promise<void> {
  const now = new Date().toISOString();
  const report: Report = {
    record: {
      ...{ run: '', operator: io.owner, playbook: '', mode, started: now, ended: now },
      ...{ hosts: [], tasks: [], interrupted: false },
    },
    ...(mode === 'drift' && { findings: [] }),
    ...{ virtfleet: io.version, commit: null, inventory: [], exitCode: 0, diff: false, failOn: 'none' },
  };
  if (shown.format !== 'text') io.out(PRINTED[shown.format](report));
  const document = { report, playbooks: [], evidence: new Map(), lives: new Map() };
  await new ReportFiles(shown).write(report, document);
}
