import { declare } from './declaration.ts';
import { path } from './option.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS } from './shared-options.ts';

export const snapshot = declare({
  name: 'snapshot',
  summary: 'Save what a fleet answers, to work from it offline',
  details: [
    'The file has what these playbooks, networks, show, leases, adopt and audit ask, and no secret.',
    'Those commands, run --check, drift and render take it with --snapshot FILE in place of the hosts.',
    'Reads only.',
  ].join(' '),
  arguments: '[playbook...]',
  offer: 'files',
  options: {
    ...PLAYBOOK_OPTIONS,
    output: path('-o, --output <file>', 'where it is written'),
    ...HOST_OPTIONS,
  },
  examples: [
    'virtfleet snapshot playbooks/site.yaml -i inventory -o fleet.snapshot',
    'virtfleet drift playbooks/site.yaml -i inventory --snapshot fleet.snapshot',
  ],
});
