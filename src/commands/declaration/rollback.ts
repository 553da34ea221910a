import { declare } from './declaration.ts';
import { flag, oneOf } from './option.ts';
import { HOST_OPTIONS, REPORT_OPTIONS, SELECTION_OPTIONS } from './shared-options.ts';

export const rollback = declare({
  name: 'rollback',
  summary: 'Bring hosts back to what they were before a run',
  details: [
    'RUN is the number of a run, its id or "last", which is the last run that wrote something.',
    'What was changed again since is shown as a conflict and stays, unless --force is given.',
  ].join(' '),
  arguments: '<run>',
  options: {
    ...SELECTION_OPTIONS,
    check: flag('-C, --check', 'change nothing; show what would change'),
    force: flag('--force', 'also bring back what was changed again since'),
    disruption: oneOf('--disruption <level>', 'the highest disruption that is allowed', [
      'service',
      'none',
      'link',
      'management',
    ]),
    allAtOnce: flag('--all-at-once', 'no waves: all hosts at once'),
    exitCode: flag('--exit-code', 'with --check: exit with 3 if something differs'),
    partial: flag('--partial', 'write to a host even if another task on it is blocked'),
    ...HOST_OPTIONS,
    ...REPORT_OPTIONS,
  },
  examples: [
    'virtfleet rollback last --check --diff',
    'virtfleet rollback 12 --limit hv01 --disruption link',
  ],
});
