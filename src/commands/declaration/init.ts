import { declare } from './declaration.ts';
import { INVENTORY } from './shared-options.ts';

export const init = declare({
  name: 'init',
  summary: 'Begin a project: an inventory, a playbook and a template',
  details:
    'With -i the playbook is for the hosts of that inventory, and none is written. No file is written over.',
  arguments: '[folder]',
  offer: 'files',
  options: { inventory: INVENTORY },
  examples: ['virtfleet init networks', 'virtfleet init -i ../ansible/inventory networks'],
});
