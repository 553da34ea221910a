import { inventoryDigest } from '../../controllers/job.ts';
import { loadInventory } from '../../inventory/load.ts';
import { selectHosts } from '../../inventory/pattern.ts';
import { MODULES } from '../../modules/index.ts';
import { patternOf } from '../../playbook/peers/play-hosts.ts';
import { loadPlaybook } from '../../playbook/read/load.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Io } from '../command.ts';
import { connectionDefaults } from '../request/connection-defaults.ts';
import { inventorySources, rolesPath } from '../request/default-inventory.ts';
import { driftOptions, seenFrom } from './check-options.ts';
import type { Schedule, WrittenCheck } from './schedule-file.ts';

/** The hosts of a check. */
export interface CheckHosts {
  /** By region, in the order of the inventory. */
  hosts: ReadonlyMap<string, readonly string[]>;
  digest: string;
}

interface Selecting {
  limit?: string | undefined;
  /** What the pattern is written for. */
  of?: string;
}

/** The files of a check as names of hosts and groups need them, and what is wrong with them. */
function filesOf({ folder }: Schedule, check: WrittenCheck, { local }: Io) {
  const options = driftOptions(check.options, {}, { folder, secretAt: () => undefined });
  const { sources } = inventorySources(options.inventory, local);
  const roles = { rolesPath: rolesPath(local) };
  const loaded = check.playbooks.map((path) => loadPlaybook(seenFrom(folder, path), MODULES, roles));
  const { inventory, problems } = loadInventory(sources, {
    ...connectionDefaults(local),
    playbookFolders: [...new Set(loaded.flatMap(({ folders }) => folders))],
  });
  return {
    ...{ options, inventory, playbooks: loaded.map(({ playbook }) => playbook) },
    problems: [...loaded.flatMap((one) => one.problems), ...problems],
  };
}

/** What is wrong with playbooks and inventory of a check that this machine does by itself. */
export function fileProblems(schedule: Schedule, check: WrittenCheck, io: Io): readonly Problem[] {
  return filesOf(schedule, check, io).problems;
}

/**
 * The hosts of a check in each region, by names and groups alone: nothing that is encrypted is opened. Throws ProblemError
 * for what cannot be read, for a region that names no host or group, and for a host of two regions.
 */
export function regionHosts(schedule: Schedule, check: WrittenCheck, io: Io): CheckHosts {
  const { options, inventory, playbooks, problems } = filesOf(schedule, check, io);
  const select = (pattern: string | readonly string[], { limit, of = '' }: Selecting = {}) => {
    const found = selectHosts(inventory, pattern, { limit });
    problems.push(...found.problems.map((one) => ({ ...one, detail: `${of}${one.detail ?? ''}` })));
    return found.hosts.map(({ name }) => name);
  };
  const patterns = playbooks.flatMap(({ plays }) =>
    plays.map((play) => {
      try {
        return patternOf(play, { inventory, variables: play.vars });
      } catch {
        // Only a worker knows the values that it names: the play may be about any host.
        return 'all';
      }
    }),
  );
  const concerned = new Set(patterns.flatMap((pattern) => select(pattern, options)));
  const regions = new Map<string, string>();
  const hosts = new Map(
    [...schedule.regions].map(([region, pattern]) => {
      const own = select(pattern, { of: `regions.${region}: ` }).filter((host) => concerned.has(host));
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
