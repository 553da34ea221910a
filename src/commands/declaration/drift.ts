import { declare } from './declaration.ts';
import { flag, oneOf } from './option.ts';
import {
  HOST_OPTIONS,
  NOTIFY_OPTIONS,
  PLAYBOOK_OPTIONS,
  REPORT_OPTIONS,
  SNAPSHOT,
} from './shared-options.ts';

const { verbose: _, ...reports } = REPORT_OPTIONS;

export const drift = declare({
  name: 'drift',
  summary: 'Check whether hosts still match playbooks; cannot write',
  details: [
    'Tells what was changed on the hosts since it was applied from what the playbook does not say any more.',
    'Exits with 3 if something differs. waivers.yaml beside the playbook says what may differ for a while.',
  ].join('\n'),
  arguments: '<playbook...>',
  offer: 'files',
  options: {
    ...PLAYBOOK_OPTIONS,
    failOn: oneOf('--fail-on <findings>', 'which findings exit with 3: any, new or none', [
      'any',
      'new',
      'none',
    ]),
    unmanaged: flag(
      '--unmanaged',
      'also report networks, parts of networks, bridges and taps that no task describes',
    ),
    baseline: flag(
      '--baseline',
      'write what is unmanaged to baseline.yaml beside the playbook; --unmanaged reports only what is new then',
    ),
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
    ...reports,
    quiet: flag(
      '-q, --quiet',
      'print only if something is new, gone, unreachable or back since the last such check',
    ),
    ...NOTIFY_OPTIONS,
  },
  examples: [
    'virtfleet drift playbooks/site.yaml -i inventory',
    'virtfleet drift playbooks/site.yaml -i inventory --fail-on new --format json',
    'virtfleet drift playbooks/site.yaml -i inventory --quiet --notify @slack.url',
  ],
});
