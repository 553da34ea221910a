import type { Happening } from '../../plan/run-event.ts';
import { driftLines } from '../../report/drift/drift-lines.ts';
import { jsonText } from '../../report/files/json-text.ts';
import { painter } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { type TerminalOptions, terminalListener } from '../../report/terminal.ts';
import { took, when } from '../../report/when.ts';
import type { Found } from '../found-row.ts';
import type { KeptRun } from '../questions/kept-run.ts';
import type { RunSummary } from '../questions/runs.ts';
import { exitCodeOf, runRecordOf } from './run-record.ts';

/** Who ran what, and behind it the report as the run, check or drift check printed it. */
export function writeRun(kept: KeptRun, options: TerminalOptions): void {
  const write = (lines: readonly string[]) => options.write(lines.map((line) => `${line}\n`).join(''));
  write(headLines(kept.run));
  if (kept.found) {
    write(driftPage(kept, kept.found, options));
    return;
  }
  const listen = terminalListener(options);
  const { run, started: time, ended, playbook, ...record } = runRecordOf(kept);
  const { hosts, tasks, mode, operator, interrupted, rollouts = [] } = record;
  const tell = (happening: Happening, at = time) => listen({ run, time: at, ...happening });
  tell({ type: 'run-started', playbook, mode, operator, hosts });
  for (const play of new Set(tasks.map((task) => task.play)))
    tell({ type: 'play-started', play, hosts: hostsOf(play, kept) });
  for (const { play, waves } of rollouts) {
    tell({ type: 'rollout-planned', play, waves });
    for (const [at, wave] of waves.entries())
      if (wave.started !== undefined) tell({ type: 'wave-started', play, wave: at + 1, hosts: wave.hosts });
  }
  for (const task of tasks) tell({ type: 'task-ended', record: task }, task.ended);
  for (const { play, waves, stopped } of rollouts) {
    for (const [at, { failed, ended: end }] of waves.entries())
      if (end !== undefined) tell({ type: 'wave-ended', play, wave: at + 1, failed }, end);
    if (stopped) tell({ type: 'rollout-stopped', play, ...stopped });
  }
  tell({ type: 'run-ended', interrupted }, ended);
}

function driftPage(kept: KeptRun, found: Found, options: TerminalOptions): string[] {
  const { tasks, hosts, interrupted } = runRecordOf(kept);
  const repair = [...kept.run.playbooks, ...kept.run.inventory.flatMap((source) => ['-i', source])];
  const page = { ...found, tasks, hosts, interrupted, repair };
  return driftLines(page, { ...options, paint: painter(options.color) });
}

/** The same document as `--format json` of the run itself. */
export function runJsonOf(kept: KeptRun, diff: boolean): string {
  const { version: virtfleet, commit, inventory } = kept.run;
  const { findings } = kept.found ?? {};
  const report = {
    record: runRecordOf(kept),
    virtfleet,
    commit,
    inventory,
    diff,
    exitCode: exitCodeOf(kept.run),
  };
  return jsonText({ ...report, failOn: 'any', ...(findings && { findings }) });
}

function hostsOf(play: string, { tasks }: KeptRun): string[] {
  return [...new Set(tasks.filter((task) => task.play === play).map(({ host }) => host))];
}

function headLines(run: RunSummary): string[] {
  const { commit, ended, exit_code: code } = run;
  const facts: [string, string | undefined][] = [
    [`run ${run.number}`, run.id],
    ['mode', `${run.mode}, by ${run.operator}@${run.machine}, virtfleet ${run.version}`],
    ['schedule', run.schedule],
    ['plan', run.saved_plan],
    ['started', when(run.started)],
    [
      'ended',
      ended === undefined
        ? 'unfinished: it goes on, or was killed'
        : `after ${took(run.started, ended)}, with exit code ${code}`,
    ],
    ['playbooks', run.playbooks.join(' ')],
    [
      'commit',
      commit
        ? `${commit.id.slice(0, 12)}${commit.changed ? ', with changes that are not committed' : ''}`
        : undefined,
    ],
    ['inventory', `${run.inventory.join(' ')} (${run.inventory_hash})`],
    ['resumes', run.resumes === undefined ? undefined : `run ${run.resumes}`],
    ['resumed by', run.resumed_by === undefined ? undefined : `run ${run.resumed_by}`],
    ['limit', run.limit],
    ['tags', run.tags.join(', ') || undefined],
    ['skip tags', run.skip_tags.join(', ') || undefined],
  ];
  return [
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name.padEnd(10)} ${printable(value)}`],
    ),
    '',
  ];
}
