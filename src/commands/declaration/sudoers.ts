import { declare } from './declaration.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS } from './shared-options.ts';

const { become, user } = HOST_OPTIONS;

export const sudoers = declare({
  name: 'sudoers',
  summary: 'Print the sudoers file of the login users, with what needs root',
  details: 'Contacts no host. The rule is as good as root: it says so itself.',
  arguments: '[playbook]',
  offer: 'files',
  options: { ...PLAYBOOK_OPTIONS, become, user },
  examples: [
    'virtfleet sudoers playbooks/site.yaml -i inventory',
    'virtfleet sudoers -i inventory --limit hv01',
  ],
});
