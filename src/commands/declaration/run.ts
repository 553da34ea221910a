import { declare } from './declaration.ts';
import { flag, mayHaveText, path, text, time } from './option.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, REPORT_OPTIONS, SNAPSHOT, WAVE_OPTIONS } from './shared-options.ts';

export const run = declare({
  name: 'run',
  summary: 'Apply playbooks, or show what would change (--check)',
  arguments: '[playbook...]',
  offer: 'files',
  options: {
    ...PLAYBOOK_OPTIONS,
    check: flag('-C, --check', 'change nothing; show what would change'),
    plan: path('--plan <file>', 'with --check: save the plan, for virtfleet apply'),
    planExpires: time('--plan-expires <time>', 'how long the plan may be applied: 90m, 8h, 3d', '24h'),
    exitCode: flag('--exit-code', 'with --check: exit with 3 if something differs'),
    ...WAVE_OPTIONS,
    partial: flag('--partial', 'write to a host even if another task on it is blocked'),
    forceHandlers: flag('--force-handlers', 'run notified handlers on hosts that fail, too'),
    resume: mayHaveText(
      '--resume [run]',
      'go on with the hosts of the last run, or of this one, that are not done, as it was asked for',
    ),
    startAtTask: text(
      '--start-at-task <name>',
      'start with the first task of this name, or of this ROLE : NAME; globs work',
    ),
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
    ...REPORT_OPTIONS,
    listHosts: flag('--list-hosts', 'list the hosts of each play, and contact none'),
    listTasks: flag('--list-tasks', 'list the tasks of each play, and contact no host'),
    syntaxCheck: flag('--syntax-check', 'report every mistake, and contact no host'),
  },
  examples: [
    'virtfleet run playbooks/site.yaml -i inventory --check --diff',
    'virtfleet run playbooks/site.yaml -i inventory --check --plan change.plan',
    'virtfleet run playbooks/site.yaml -i inventory -l hv01 -e domain=lab.example',
    'virtfleet run --resume',
  ],
});
