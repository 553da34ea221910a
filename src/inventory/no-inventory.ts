import type { Problem } from '../problem.ts';

/** Where no inventory is named. */
export const NO_INVENTORY: Problem = {
  code: 'no-inventory',
  summary: 'No inventory is named',
  detail: 'Neither -i nor ANSIBLE_INVENTORY nor an ansible.cfg names one.',
  hint: 'Name a file, a folder or a list of hosts: -i hosts.yaml, -i inventory or -i hv01,hv02.',
};

/** For commands that need hosts and have none: why, where `warnings` of the inventory say it. */
export function noHosts(sources: readonly string[], warnings: readonly Problem[]): Problem[] {
  if (sources.length === 0) return [NO_INVENTORY];
  const named = { code: NO_INVENTORY.code, summary: 'The inventory has no hosts' };
  const empty = warnings.filter((one) => one.code === 'empty-inventory');
  const passedOver = warnings.filter((one) => one.code === 'ignored-inventory');
  return [...empty.map((one) => ({ ...one, ...named })), ...passedOver];
}
