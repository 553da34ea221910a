import { declare } from './declaration.ts';
import { flag, oneOf } from './option.ts';
import { FILE_OPTIONS, FORMAT, HISTORY, HOST_OPTIONS, PLAYBOOK_OPTIONS, SNAPSHOT } from './shared-options.ts';

const { json, sarif, junit, markdown, html } = FILE_OPTIONS;

export const audit = declare({
  name: 'audit',
  summary: 'Look for what is wrong in the networks of a fleet; cannot write',
  details: [
    'Without a playbook all hosts of the inventory are read. With one its hosts are, and findings lead to its tasks.',
    'policies.yaml has rules of your own, waivers.yaml what is accepted for a while. docs/rules/ explains each rule.',
    'Exits with 3 if something is found.',
  ].join('\n'),
  arguments: '[playbook...]',
  offer: 'files',
  options: {
    ...PLAYBOOK_OPTIONS,
    failOn: oneOf('--fail-on <severity>', 'which findings exit with 3: error, warning (both) or none', [
      'error',
      'warning',
      'none',
    ]),
    test: flag('--test', 'only run the tests of policies.yaml; no host is contacted'),
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
    expand: flag('--expand', 'a row for each host, and all rows of a rule'),
    format: FORMAT,
    json,
    sarif,
    junit,
    markdown,
    html,
    history: HISTORY,
  },
  examples: [
    'virtfleet audit -i inventory',
    'virtfleet audit playbooks/site.yaml -i inventory --sarif audit.sarif',
    'virtfleet audit --test',
  ],
});
