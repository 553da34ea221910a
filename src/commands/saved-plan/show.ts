import type { Listener } from '../../plan/run-event.ts';
import { jsonText } from '../../report/files/json-text.ts';
import type { Report } from '../../report/files/report.ts';
import { printable } from '../../report/printable.ts';
import { RunRecorder } from '../../report/run-record.ts';
import { terminalListener } from '../../report/terminal.ts';
import { when } from '../../report/when.ts';
import { isExpired, type SavedPlan } from '../../saved-plan/saved-plan.ts';
import type { Io } from '../command.ts';
import type { Values } from '../declaration/option.ts';
import type { plan as declaration } from '../declaration/plan.ts';
import { NO_FILES } from '../declaration/shared-options.ts';
import { ReportFiles } from '../execution/report-files.ts';
import { type Approvals, approvalsOf } from './approvals.ts';
import { readPlan } from './plan-files.ts';
import { type ProjectSettings, projectSettings } from './settings.ts';

/** Prints a saved plan for who reviews it. Resolves to the exit code. */
export async function show(
  path: string,
  options: Values<(typeof declaration)['options']>,
  io: Io,
): Promise<number> {
  const file = readPlan(path);
  const { plan } = file;
  const settings = projectSettings();
  const approvals = approvalsOf(path, file, settings);
  const { virtfleet, commit, inventory, playbooks } = plan;
  const recorder = new RunRecorder();
  replay(plan, recorder.listener);
  const facts = factsOf(plan, approvals, settings);
  const report: Report = {
    ...{ record: recorder.record, virtfleet, commit, inventory, plan: facts },
    ...{ exitCode: 0, diff: options.diff, failOn: 'none' },
  };
  const { html, markdown } = options;
  const files = new ReportFiles({ ...NO_FILES, html, markdown });
  if (options.format === 'json') io.out(jsonOf(plan, approvals, report));
  else {
    const lines = facts.map(([name, value]) => printable(`${name.padEnd(10)} ${value}`));
    io.out([...lines, '', ''].join('\n'));
    replay(plan, terminalListener({ ...options, write: io.out, color: io.color, width: io.width }));
  }
  await files.write(report, { report, playbooks, evidence: new Map(), lives: new Map() });
  return 0;
}

/** What a reviewer has to know of a plan, each with its name. */
function factsOf(
  plan: SavedPlan,
  { by, others, problems }: Approvals,
  { approvals }: ProjectSettings,
): (readonly [string, string])[] {
  const { author, commit } = plan;
  const facts: [string, string | undefined][] = [
    ['plan', plan.id],
    [
      'made',
      `${when(plan.created)}, by ${author.operator}${author.email === null ? '' : ` (${author.email})`}, virtfleet ${plan.virtfleet}`,
    ],
    ['expires', isExpired(plan, Date.now()) ? `it has: ${when(plan.expires)}` : when(plan.expires)],
    [
      'commit',
      commit
        ? `${commit.id.slice(0, 12)}${commit.changed ? ', with changes that are not committed' : ''}`
        : undefined,
    ],
    ['playbooks', plan.playbooks.join(' ')],
    ['inventory', plan.inventory.join(' ')],
    ['limit', plan.limit ?? undefined],
    ['tags', plan.tags.join(', ') || undefined],
    ['skip tags', plan.skipTags.join(', ') || undefined],
    ['start at', plan.startAtTask ?? undefined],
    ['values', plan.extraVars.map((name) => `-e ${name}=…`).join(' ') || undefined],
    ['files', `${plan.inputs.length}`],
    [
      'approved',
      approvals > 0 || by.length > 0
        ? `by ${by.join(', ') || 'nobody'}${approvals > 0 ? ` (needed: ${approvals})` : ''}`
        : 'by nobody, which this project does not ask for',
    ],
    ...others.map((one): [string, string] => ['', one]),
    ...problems.map(({ code, summary }): [string, string] => [
      '',
      code === 'forged-plan' ? `${summary}.` : '',
    ]),
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
}

/** The dry run, as it went. */
function replay({ record, rollouts }: SavedPlan, listen: Listener): void {
  const { run, started: time, ended, hosts, tasks, playbook, mode, operator, interrupted } = record;
  listen({ run, time, type: 'run-started', playbook, mode, operator, hosts });
  for (const play of new Set(tasks.map((task) => task.play))) {
    const own = tasks.filter((task) => task.play === play).map(({ host }) => host);
    listen({ run, time, type: 'play-started', play, hosts: [...new Set(own)] });
  }
  for (const { terms, ...rollout } of rollouts)
    listen({ run, time, type: 'rollout-planned', ...rollout, ...(terms && { terms }) });
  for (const task of tasks) listen({ run, time: task.ended, type: 'task-ended', record: task });
  listen({ run, time: ended, type: 'run-ended', interrupted });
}

/** What programs get: the head of the plan, and the document of its dry run. */
function jsonOf(plan: SavedPlan, { by, others }: Approvals, report: Report): string {
  const { id, author, created, expires, playbooks, inventory, limit, tags, skipTags, extraVars, rollouts } =
    plan;
  const document = {
    version: 1,
    plan: id,
    author,
    ...{ created, expires, expired: isExpired(plan, Date.now()) },
    ...{ playbooks, inventory, limit, tags, skip_tags: skipTags, extra_vars: extraVars },
    approved_by: by,
    not_counted: others,
    rollouts,
    check: JSON.parse(jsonText(report)) as unknown,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
