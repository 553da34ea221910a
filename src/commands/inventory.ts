import { loadInventory } from '../inventory/load.ts';
import { NO_INVENTORY } from '../inventory/no-inventory.ts';
import { hostVariables, inventoryGraph, inventoryJson, inventoryList } from '../inventory/render.ts';
import { ProblemError } from '../problem.ts';
import { formatWarnings } from '../report/problems.ts';
import { defineCommand, flag, list, text, UsageError } from './command.ts';

export const inventory = defineCommand({
  name: 'inventory',
  summary: 'Show the hosts, groups and variables of an inventory',
  options: {
    sources: list('-i, --inventory <source>', 'file, folder or list of hosts with a comma; may be repeated'),
    list: flag('--list', 'everything, as ansible-inventory prints it'),
    graph: flag('--graph', 'the tree of groups'),
    host: text('--host <name>', 'the variables of one host'),
  },
  examples: ['virtfleet inventory -i inventory --graph', 'virtfleet inventory -i hosts.ini --host hv01'],
  async run(options, io) {
    if (options.sources.length === 0) throw new ProblemError([NO_INVENTORY]);
    const { inventory: found, problems, warnings } = loadInventory(options.sources);
    if (problems.length > 0) throw new ProblemError(problems);
    if (warnings.length > 0) io.err(formatWarnings(warnings, io));
    if (options.host !== undefined) {
      const host = found.hosts.get(options.host);
      if (!host) throw new UsageError(`the inventory has no host ${options.host}.`);
      io.out(`${inventoryJson(hostVariables(host))}\n`);
    } else if (options.list) {
      io.out(`${inventoryJson(inventoryList(found))}\n`);
    } else {
      io.out(`${inventoryGraph(found)}\n`);
    }
    return 0;
  },
});
