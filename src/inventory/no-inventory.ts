import type { Problem } from '../problem.ts';

/** For commands that can do nothing without hosts. */
export const NO_INVENTORY: Problem = {
  code: 'no-inventory',
  summary: 'No inventory that has hosts',
  hint: 'Name a file, a folder or a list of hosts: -i hosts.yaml, -i inventory or -i hv01,hv02.',
};
