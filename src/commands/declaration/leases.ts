import { declare } from './declaration.ts';
import { FORMAT, HISTORY, HOST_OPTIONS, SELECTION_OPTIONS, SNAPSHOT } from './shared-options.ts';

export const leases = declare({
  name: 'leases',
  summary: 'Show who holds an address: leases, reservations, guests, ARP',
  details: [
    'Takes hosts, a MAC, an address, or a name of a guest or lease; globs work.',
    'Marks what is stale or in conflict. Reads only. Needs no root.',
  ].join(' '),
  arguments: '[what]',
  options: { ...SELECTION_OPTIONS, ...HOST_OPTIONS, snapshot: SNAPSHOT, format: FORMAT, history: HISTORY },
  examples: [
    'virtfleet leases -i inventory',
    'virtfleet leases 10.40.0.17 -i inventory',
    'virtfleet leases 52:54:00:4a:11:02 -i inventory --format json',
  ],
});
