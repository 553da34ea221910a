import { declare } from './declaration.ts';
import { path } from './option.ts';
import { HOST_OPTIONS, PLAYBOOK_OPTIONS, SNAPSHOT } from './shared-options.ts';

export const render = declare({
  name: 'render',
  summary: 'Print the files that each host would get, and contact none',
  arguments: '<playbook...>',
  offer: 'files',
  options: {
    ...PLAYBOOK_OPTIONS,
    snapshot: SNAPSHOT,
    out: path('-o, --out <folder>', 'write the files into FOLDER/HOST instead'),
  },
  examples: [
    'virtfleet render playbooks/site.yaml -i inventory --limit hv01',
    'virtfleet render playbooks/site.yaml -i inventory --out rendered',
  ],
});

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
