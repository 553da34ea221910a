import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory } from '../../src/inventory/host.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { selectHosts } from '../../src/inventory/pattern.ts';
import { inventoryList } from '../../src/inventory/render.ts';

/** A case of the conformance data: `run` throws when Virtfleet's answer is not the expected one. */
export interface ConformanceCase {
  name: string;
  /** Why it says nothing about Virtfleet: then it is not run. */
  skip?: string;
  run(): void;
}

/** One case for each folder of `dir` that has a `case.json`. */
export function ansibleCases(dir: string): ConformanceCase[] {
  const names = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name: `ansible/${name}`, run: () => runCase(join(dir, name)) }));
}

interface Expected {
  warnings: string[];
  list: unknown;
}

function runCase(folder: string): void {
  const { inventory_args: sources } = json(folder, 'case.json') as { inventory_args: string[] };
  const { warnings, list } = json(folder, 'expected-list.json') as Expected;
  const { inventory, problems } = loadInventory(sources.map((source) => join(folder, source)));
  // Where Ansible warns of a source that it cannot parse and goes on without, Virtfleet stops.
  const isRefused = warnings.some((warning) => warning.includes('Unable to parse'));
  assert.equal(
    problems.length > 0,
    isRefused,
    problems.map(({ detail }) => detail).join('\n') || 'was accepted',
  );
  if (!isRefused) assert.deepEqual(JSON.parse(JSON.stringify(inventoryList(inventory))), list);
  const { patterns } = json(folder, 'patterns.json') as { patterns: Record<string, unknown> };
  for (const [pattern, hosts] of Object.entries(patterns)) comparePattern(inventory, pattern, hosts);
}

/** Where Ansible finds nobody, Virtfleet may say that the pattern is wrong. */
function comparePattern(inventory: Inventory, pattern: string, expected: unknown): void {
  const { hosts, problems } = selectHosts(inventory, pattern);
  const isError = !Array.isArray(expected);
  assert.deepEqual(
    hosts.map(({ name }) => name),
    isError ? [] : expected,
    pattern,
  );
  assert.ok(!isError || problems.length > 0, `${pattern}: was accepted`);
  assert.ok(hosts.length === 0 || problems.length === 0, `${pattern}: was refused`);
}

function json(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
