import { declare } from './declaration.ts';
import { flag } from './option.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, SNAPSHOT } from './shared-options.ts';

const { limit: _, tags: __, skipTags: ___, ...playbookOptions } = PLAYBOOK_OPTIONS;

export const accept = declare({
  name: 'accept',
  summary: 'Write what a network has become into its description',
  details: [
    'Where a network of a host differs from the playbook, the files that describe it are changed, and nothing on the',
    'host. Remarks, anchors and order stay. What several hosts share becomes a variable of which this host has its own.',
    'Shows the changes as a diff. Without a playbook it is site.yaml.',
  ].join(' '),
  arguments: '<host/network> [playbook...]',
  offer: 'files',
  options: {
    check: flag('--check', 'only show the diff'),
    unmanaged: flag('--unmanaged', 'also what no task describes, as drift --unmanaged names it'),
    ...playbookOptions,
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
  },
  examples: [
    'virtfleet accept hv01/lab site.yaml -i inventory',
    'virtfleet accept hv01/lab site.yaml -i inventory --check',
  ],
});
