import { loadInventory } from '../inventory/load.ts';
import { NO_INVENTORY } from '../inventory/no-inventory.ts';
import { originsOf } from '../inventory/origins.ts';
import { hostVariables, inventoryGraph, inventoryJson, inventoryList } from '../inventory/render.ts';
import { ProblemError } from '../problem.ts';
import { listed, ranges } from '../report/fold.ts';
import { formatWarnings } from '../report/problems.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineCommand } from './command.ts';
import { inventory as declaration } from './declaration/inventory.ts';
import { UsageError } from './declaration/option.ts';
import { originLines } from './pages/origins.ts';
import { connectionDefaults } from './request/connection-defaults.ts';
import { inventorySources } from './request/default-inventory.ts';

export const inventory = defineCommand(declaration, async (options, io) => {
  const { sources, warnings: passedOver } = inventorySources(options.sources, io.local);
  if (sources.length === 0) throw new ProblemError([...passedOver, NO_INVENTORY]);
  const { inventory: found, problems, warnings } = loadInventory(sources, connectionDefaults(io.local));
  if (problems.length > 0) throw new ProblemError(problems);
  const all = [...passedOver, ...warnings];
  if (all.length > 0) io.err(formatWarnings(all, io));
  if (options.origins && options.host === undefined)
    throw new UsageError('--origins belongs to --host NAME.');
  if (options.host !== undefined) {
    const host = found.hosts.get(options.host);
    if (!host) throw new UsageError(unknownHost(options.host, [...found.hosts.keys()]));
    if (options.origins) io.out(`${originLines(originsOf(host), io.width).join('\n')}\n`);
    else io.out(`${inventoryJson(hostVariables(host))}\n`);
  } else if (options.list) {
    io.out(`${inventoryJson(inventoryList(found))}\n`);
  } else {
    io.out(`${inventoryGraph(found)}\n`);
  }
  return 0;
});

function unknownHost(name: string, known: readonly string[]): string {
  const { hint = `It has ${listed(ranges(known), 60)}.` } = didYouMean(name, known);
  return `the inventory has no host ${name}. ${hint}`;
}
