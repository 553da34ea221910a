import type { TaskRecord } from '../../plan/task-record.ts';
import { runJson } from '../../report/json.ts';
import { printable } from '../../report/printable.ts';
import type { RunRecord } from '../../report/run-record.ts';
import { type TerminalOptions, terminalListener } from '../../report/terminal.ts';
import { took, when } from '../../report/when.ts';
import type { RunSummary } from '../questions/runs.ts';

/** A run as it is kept. */
export interface KeptRun {
  run: RunSummary;
  hosts: readonly string[];
  tasks: readonly TaskRecord[];
}

/** Who ran what, and behind it the report as the run printed it. */
export function writeRun(kept: KeptRun, options: TerminalOptions): void {
  options.write(
    headLines(kept.run)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const listen = terminalListener(options);
  const record = recordOf(kept);
  const { run, started: time, ended, hosts, tasks, playbook, mode, operator, interrupted } = record;
  listen({ run, time, type: 'run-started', playbook, mode, operator, hosts });
  for (const play of new Set(tasks.map((task) => task.play)))
    listen({ run, time, type: 'play-started', play, hosts: hostsOf(play, kept) });
  for (const task of tasks) listen({ run, time: task.ended, type: 'task-ended', record: task });
  listen({ run, time: ended, type: 'run-ended', interrupted });
}

/** The same document as `--format json` of the run itself. */
export function runJsonOf(kept: KeptRun, diff: boolean): string {
  const { version, commit, exit_code } = kept.run;
  return runJson(recordOf(kept), { virtfleet: version, commit, diff, exitCode: exit_code ?? UNFINISHED });
}

/** The exit code of a shell for what SIGKILL ended. */
const UNFINISHED = 137;

function recordOf({ run, hosts, tasks }: KeptRun): RunRecord {
  return {
    run: run.id,
    operator: `${run.operator}@${run.machine}`,
    playbook: run.playbooks.join(' '),
    mode: run.mode === 'run' ? 'apply' : run.mode,
    started: run.started,
    ended: run.ended ?? tasks.at(-1)?.ended ?? run.started,
    hosts,
    tasks,
    interrupted: run.exit_code === INTERRUPTED,
  };
}

const INTERRUPTED = 130;

function hostsOf(play: string, { tasks }: KeptRun): string[] {
  return [...new Set(tasks.filter((task) => task.play === play).map(({ host }) => host))];
}

function headLines(run: RunSummary): string[] {
  const { commit, ended, exit_code: code } = run;
  const facts: [string, string | undefined][] = [
    [`run ${run.number}`, run.id],
    ['mode', `${run.mode}, by ${run.operator}@${run.machine}, virtfleet ${run.version}`],
    ['schedule', run.schedule],
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
