import { counted, listed } from '../../report/fold.ts';
import { printable } from '../../report/printable.ts';
import { tableLines } from '../../report/table.ts';
import { when } from '../../report/when.ts';
import type { HostVisit } from '../questions/host-history.ts';
import type { At } from '../questions/timeline.ts';

/** What the runs did on a host. */
export interface HostPage {
  host: string;
  visits: readonly HostVisit[];
  lastInStep: At | undefined;
}

/** Columns for the names of what changed. */
const CHANGES = 60;

/** One line a run, newest first. */
export function hostLines({ host, visits, lastInStep }: HostPage, width: number): string[] {
  const rows = visits.map(({ run, started, mode, by, state, changes }) => [
    String(run),
    when(started),
    mode,
    by,
    state ?? 'unfinished',
    listed([...new Set(changes.map(({ what }) => what))], CHANGES),
  ]);
  const inStep = lastInStep
    ? `last in step in run ${lastInStep.run}, ${when(lastInStep.time)}`
    : 'in step in no run that is kept';
  return [
    `${printable(host)}: ${inStep}; ${counted(visits.length, 'run')} shown`,
    '',
    ...tableLines(['RUN', 'STARTED', 'MODE', 'BY', 'ENDED', 'CHANGES'], rows, width),
  ];
}
