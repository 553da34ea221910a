import { declare } from './declaration.ts';
import { HOST_OPTIONS, REPORT_OPTIONS, SELECTION_OPTIONS, WAVE_OPTIONS } from './shared-options.ts';

const { become: _, ...hosts } = HOST_OPTIONS;
const { inventory: _inventory, limit: _limit, ...values } = SELECTION_OPTIONS;

export const apply = declare({
  name: 'apply',
  summary: 'Apply a saved plan: exactly that, and once',
  details: [
    'Start it in the folder of the project, in any checkout that has the files the plan was made of.',
    'Passwords, and the values of -e, are given again: the plan does not have them.',
    'A host that has moved since is left alone.',
  ].join(' '),
  arguments: '<plan>',
  offer: 'files',
  options: { ...values, ...WAVE_OPTIONS, ...hosts, ...REPORT_OPTIONS },
  examples: [
    'virtfleet apply change.plan',
    'virtfleet apply change.plan --vault-password-file ~/.vault -f 20',
  ],
});
