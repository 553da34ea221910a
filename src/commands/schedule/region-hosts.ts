import { inventoryDigest } from '../../controllers/job.ts';
import { isPatternOfOne } from '../../inventory/host-name.ts';
import { loadInventory } from '../../inventory/load.ts';
import { noHosts } from '../../inventory/no-inventory.ts';
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

/** The files of a check as names of hosts and groups need them, and what is wrong with them. */
function filesOf({ folder }: Schedule, check: WrittenCheck, { local }: Io) {
  const { inventory: given, limit } = driftOptions(check.options, {}, { folder, secretAt: () => undefined });
  const { sources } = inventorySources(given, local);
  const roles = { rolesPath: rolesPath(local) };
  const loaded = check.playbooks.map((path) => loadPlaybook(seenFrom(folder, path), MODULES, roles));
  const { inventory, warnings, ...unread } = loadInventory(sources, {
    ...connectionDefaults(local),
    playbookFolders: [...new Set(loaded.flatMap(({ folders }) => folders))],
  });
  const patterns = loaded.flatMap(({ playbook: { plays } }) =>
    plays.map((play) => {
      try {
        return patternOf(play, { inventory, variables: play.vars });
      } catch {
        // Only a worker knows the values that it names: the play may be about any host.
        return 'all';
      }
    }),
  );
  const selected = patterns.map((pattern) => selectHosts(inventory, pattern, { limit }));
  const hosts = new Set(selected.flatMap((one) => one.hosts.map(({ name }) => name)));
  const problems = [...loaded.flatMap((one) => one.problems), ...unread.problems];
  const isEmpty = inventory.hosts.size === 0 && hosts.size === 0 && problems.length === 0;
  if (isEmpty) problems.push(...noHosts(sources, warnings));
  return { inventory, hosts, problems, unmatched: selected.flatMap((one) => one.problems), isEmpty };
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
  const { inventory, hosts: concerned, problems, unmatched, isEmpty } = filesOf(schedule, check, io);
  if (isEmpty) throw new ProblemError(problems);
  problems.push(...unmatched);
  const regions = new Map<string, string>();
  const hosts = new Map(
    [...schedule.regions].map(([region, pattern]) => {
      const found = selectHosts(inventory, pattern);
      for (const one of found.problems)
        problems.push({ ...one, detail: `regions.${region}: ${one.detail ?? ''}` });
      const own = found.hosts.map(({ name }) => name).filter((host) => concerned.has(host));
      for (const host of own) {
        const other = regions.get(host);
        if (other !== undefined) problems.push(inTwo(host, other, region));
        regions.set(host, region);
      }
      return [region, own];
    }),
  );
  for (const host of concerned) {
    if (!regions.has(host)) problems.push(inNone(host));
    // Workers are asked for hosts by their names.
    if (!isPatternOfOne(host)) problems.push(divided(host));
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return { hosts, digest: inventoryDigest(inventory.hosts.values()) };
}

const WRONG = { code: 'regions', summary: 'The regions of schedule.yaml do not fit the inventory' };

function inTwo(host: string, one: string, other: string): Problem {
  return { ...WRONG, detail: `${host} is in ${one} and in ${other}: it would be checked twice.` };
}

function divided(host: string): Problem {
  return {
    ...WRONG,
    detail: `${JSON.stringify(host)} has a blank or a colon in its name: it would mean other hosts.`,
  };
}

function inNone(host: string): Problem {
  return { ...WRONG, detail: `${host} is in no region: nobody would check it.` };
}
