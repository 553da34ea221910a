import { declare } from './declaration.ts';
import { FORMAT, HISTORY, HOST_OPTIONS, SELECTION_OPTIONS, SNAPSHOT } from './shared-options.ts';

export const show = declare({
  name: 'show',
  summary: 'Show a network of one or more hosts: guests, leases, definition',
  details: 'Reads only. Needs no root.',
  arguments: '<host/network>',
  options: { ...SELECTION_OPTIONS, ...HOST_OPTIONS, snapshot: SNAPSHOT, format: FORMAT, history: HISTORY },
  examples: [
    'virtfleet show hv01/default -i inventory',
    "virtfleet show 'hv*/default' -i inventory --format json",
  ],
});
