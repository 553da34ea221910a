import { declare } from './declaration.ts';
import { flag, text } from './option.ts';
import { INVENTORY } from './shared-options.ts';

export const inventory = declare({
  name: 'inventory',
  summary: 'Show the hosts, groups and variables of an inventory',
  options: {
    sources: INVENTORY,
    list: flag('--list', 'everything, in the format of ansible-inventory'),
    graph: flag('--graph', 'the tree of groups'),
    host: text('--host <name>', 'the variables of one host'),
    origins: flag('--origins', 'with --host: where each variable is set, and what it hides'),
  },
  examples: [
    'virtfleet inventory -i inventory --graph',
    'virtfleet inventory -i hosts.ini --host hv01 --origins',
  ],
});
