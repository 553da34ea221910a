import { declare } from './declaration.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, REPORT_OPTIONS } from './shared-options.ts';

export const drift = declare({
  name: 'drift',
  summary: 'Check whether hosts still match playbooks; cannot write',
  details: 'Exits with 3 if something differs.',
  arguments: '<playbook...>',
  offer: 'files',
  options: { ...PLAYBOOK_OPTIONS, ...HOST_OPTIONS, ...REPORT_OPTIONS },
  examples: [
    'virtfleet drift playbooks/site.yaml -i inventory',
    'virtfleet drift playbooks/site.yaml -i inventory --format json',
  ],
});
