import { declare } from './declaration.ts';
import { count, flag } from './option.ts';
import { FORMAT, HISTORY, HOST_OPTIONS, SELECTION_OPTIONS, SNAPSHOT } from './shared-options.ts';

export const doctor = declare({
  name: 'doctor',
  summary: 'Find out why a network, DNS, DHCP or a guest does not work',
  details: [
    'SUBJECT is a host, HOST/NETWORK or HOST/GUEST; all hosts without one. Reads only, unless --fix is given. Tells the most probable cause first, with what was seen and the command that mends it.',
    'Exits with 3 if something is wrong. Root sees more: -b.',
  ].join(' '),
  arguments: '[subject]',
  options: {
    ...SELECTION_OPTIONS,
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
    listen: count('--listen <seconds>', 'how long to listen for a second DHCP server', 2),
    fix: flag(
      '--fix',
      'mend what a run would mend: networks that stopped, their bridges, dnsmasqs, firewall and taps',
    ),
    check: flag('-C, --check', 'with --fix: change nothing; show what would change'),
    verbose: flag('-v, --verbose', 'show all checks, also those that are well'),
    format: FORMAT,
    history: HISTORY,
  },
  examples: [
    'virtfleet doctor -i inventory -b',
    'virtfleet doctor hv01/lab -i inventory -b',
    'virtfleet doctor hv01 -i inventory --fix --check',
  ],
});
