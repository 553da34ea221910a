import { declare } from './declaration.ts';
import { flag } from './option.ts';
import { FORMAT, HISTORY, HOST_OPTIONS, SELECTION_OPTIONS, SNAPSHOT } from './shared-options.ts';

export const networks = declare({
  name: 'networks',
  summary: 'List the networks of all hosts, with findings',
  details: 'Reads only. Needs no root.',
  arguments: '[pattern]',
  options: {
    ...SELECTION_OPTIONS,
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
    expand: flag('--expand', 'a row for each host where networks differ in values only'),
    format: FORMAT,
    history: HISTORY,
  },
  examples: ['virtfleet networks -i inventory', 'virtfleet networks hv01 -i inventory --format json'],
});
