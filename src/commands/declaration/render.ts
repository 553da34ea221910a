import { declare } from './declaration.ts';
import { path } from './option.ts';
import { PLAYBOOK_OPTIONS, SNAPSHOT } from './shared-options.ts';

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
