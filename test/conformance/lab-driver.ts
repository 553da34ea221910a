import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appliedIndex } from '../../src/engine/applied/applied-record.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import { ProblemError } from '../../src/problem.ts';
import { mismatches } from '../lab/forecast.ts';
import { type OperatorRun, operatorRun } from '../lab/operator-run.ts';

/** A network to bring about, and to remove again. */
export interface Desired {
  name: string;
  /** The states it goes through, in order, each with the hosts that can have it so. */
  states: Readonly<Partial<Record<'inactive' | 'active', readonly string[]>>>;
  /** The arguments of the `network` task, but for its state. */
  network: { name: string } & Record<string, unknown>;
}

/** What went otherwise than it should have, a line each. */
export type Faults = readonly string[];

/**
 * Runs on the operator's machine of the lab: brings each network about, looks whether it is as a dry run had foreseen
 * and whether a second run has nothing to do, and removes it. Prints a line of JSON a network.
 * usage: tsx lab-driver.ts CASES INVENTORY…
 */
const [cases = '', ...inventory] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
try {
  for (const desired of JSON.parse(readFileSync(cases, 'utf8')) as Desired[])
    process.stdout.write(`${JSON.stringify(await tried(desired))}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function tried({ states, network }: Desired): Promise<Faults> {
  const all = [...new Set(Object.values(states).flat())];
  const run = (hosts: readonly string[], args: object, mode: 'apply' | 'check') => {
    const path = join(folder, 'play.yaml');
    const tasks = [{ name: 'network', network: args }];
    writeFileSync(path, JSON.stringify([{ hosts: hosts.join(','), disruption: 'link', tasks }]));
    return operatorRun(path, inventory, mode);
  };
  const faults: string[] = [];
  try {
    for (const [state, hosts = []] of Object.entries(states)) {
      const args = { ...network, state };
      const foreseen = await run(hosts, args, 'check');
      const first = await run(hosts, args, 'apply');
      const again = await run(hosts, args, 'apply');
      for (const host of hosts)
        faults.push(
          ...unlike('changed', host, first),
          ...unlike('ok', host, again),
          ...surprises(host, foreseen, again),
        );
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    faults.push(error.message);
  }
  const removed = await run(all, { name: network.name, state: 'absent' }, 'apply');
  return faults.length > 0 ? faults : all.flatMap((host) => unlike('changed', host, removed));
}

function unlike(status: Outcome['status'], host: string, { outcomes }: OperatorRun): string[] {
  return outcomes
    .filter((outcome) => outcome.host === host && outcome.status !== status)
    .map(({ status: is, message = '', changes }) => {
      const differences = changes.map(({ what, before, after }) => `${what}: ${before} → ${after}`);
      return [`${host}: ${is}, not ${status}`, message, ...differences].filter(Boolean).join('\n');
    });
}

function surprises(host: string, foreseen: OperatorRun, found: OperatorRun): string[] {
  const [before, after] = [foreseen, found].map(({ known }) =>
    Object.fromEntries(
      [...(known.get(host)?.all() ?? [])]
        // Only a real run reads what was applied, and adds itself to that.
        .filter(({ probe }) => probe.key !== appliedIndex.key)
        .map((one) => [
          one.probe.key,
          JSON.parse(JSON.stringify('error' in one ? one.error.message : (one.value ?? null))),
        ]),
    ),
  );
  return mismatches(before, after).map((fault) => `${host}: not as foreseen: ${fault}`);
}
