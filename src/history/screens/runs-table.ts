import { basename } from 'node:path';
import { counted } from '../../report/fold.ts';
import { tableLines } from '../../report/table.ts';
import { took, when } from '../../report/when.ts';
import type { RunSummary } from '../questions/runs.ts';
import { HOST_STATES } from '../tables.ts';

const HEAD = ['RUN', 'STARTED', 'TOOK', 'MODE', 'PLAYBOOK', 'BY', 'HOSTS'];

/** One line a run, newest first. */
export function runLines(runs: readonly RunSummary[], width: number): string[] {
  const rows = runs.map((run) => [
    String(run.number),
    when(run.started),
    run.ended === undefined ? 'unfinished' : took(run.started, run.ended),
    run.mode,
    run.playbooks.map((path) => basename(path)).join(' '),
    run.operator,
    hostCounts(run.hosts),
  ]);
  return tableLines(HEAD, rows, width);
}

/** `3 changed, 1 failed`: the worst last; `12 ok` when that is all. */
export function hostCounts(hosts: RunSummary['hosts']): string {
  const states = [...HOST_STATES, 'unfinished'] as const;
  const found = states.flatMap((state) => (hosts[state] ? [`${hosts[state]} ${state}`] : []));
  return found.length > 0 ? found.join(', ') : counted(0, 'host');
}
