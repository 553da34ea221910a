import { inventoryDigest } from '../../controllers/job.ts';
import { loadInventory } from '../../inventory/load.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { patternOf } from '../../playbook/peers/play-hosts.ts';
import { loadPlaybook } from '../../playbook/read/load.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Io } from '../command.ts';
import { connectionDefaults } from '../request/connection-defaults.ts';
import { inventorySources } from '../request/default-inventory.ts';
import { driftOptions, seenFrom } from '../schedule/check-options.ts';
import type { Schedule, WrittenCheck } from '../schedule/schedule-file.ts';

/** The hosts of a check. */
export interface CheckHosts {
  /** By region, in the order of the inventory. */
  hosts: ReadonlyMap<string, readonly string[]>;
  digest: string;
}

/**
 * The hosts of a check in each region, by names and groups alone: nothing that is encrypted is opened. Throws ProblemError
 * for what cannot be read, and for a host of two regions.
 */
export function regionHosts(schedule: Schedule, check: WrittenCheck, io: Io): CheckHosts {
  const { folder } = schedule;
  const options = driftOptions(check.options, {}, { folder, secretAt: () => undefined });
  const { sources } = inventorySources(options.inventory, io.local);
  const loaded = check.playbooks.map((path) => loadPlaybook(seenFrom(folder, path)));
  const { inventory, problems: unread } = loadInventory(sources, {
    ...connectionDefaults(io.local),
    playbookFolders: [...new Set(loaded.flatMap(({ folders }) => folders))],
  });
  const problems: Problem[] = [...loaded.flatMap((one) => one.problems), ...unread];
  const select = (pattern: string | readonly string[], limit?: string) => {
    const found = selectHosts(inventory, pattern, { limit });
    problems.push(...found.problems);
    return found.hosts.map(({ name }) => name);
  };
  const patterns = loaded.flatMap(({ playbook }) =>
    playbook.plays.map((play) => {
      try {
        return patternOf(play, { inventory, variables: play.vars });
      } catch {
        // Only a worker knows the values that it names: the play may be about any host.
        return 'all';
      }
    }),
  );
  const concerned = new Set(patterns.flatMap((pattern) => select(pattern, options.limit)));
  const regions = new Map<string, string>();
  const hosts = new Map(
    [...schedule.regions].map(([region, pattern]) => {
      const own = select(pattern).filter((host) => concerned.has(host));
      for (const host of own) {
        const other = regions.get(host);
        if (other !== undefined) problems.push(inTwo(host, other, region));
        regions.set(host, region);
      }
      return [region, own];
    }),
  );
  for (const host of concerned) if (!regions.has(host)) problems.push(inNone(host));
  if (problems.length > 0) throw new ProblemError(problems);
  return { hosts, digest: inventoryDigest(inventory.hosts.values()) };
}

const WRONG = { code: 'regions', summary: 'The regions of schedule.yaml do not fit the inventory' };

function inTwo(host: string, one: string, other: string): Problem {
  return { ...WRONG, detail: `${host} is in ${one} and in ${other}: it would be checked twice.` };
}

function inNone(host: string): Problem {
  return { ...WRONG, detail: `${host} is in no region: nobody would check it.` };
}
