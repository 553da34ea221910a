import type { Problem } from '../problem.ts';

/** For commands that need hosts. */
export const NO_INVENTORY: Problem = {
  code: 'no-inventory',
  summary: 'The inventory has no hosts',
  hint: 'Name a file, a folder or a list of hosts: -i hosts.yaml, -i inventory or -i hv01,hv02.',
};
