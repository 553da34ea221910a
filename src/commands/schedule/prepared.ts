import { resolve } from 'node:path';
import type { Prepared } from '../../controllers/dispatch.ts';
import type { Io } from '../command.ts';
import { commitOf } from '../execution/commit.ts';
import { cannotBeDone, faultsOf } from './fault.ts';
import { regionHosts } from './region-hosts.ts';
import type { Schedule, WrittenCheck } from './schedule-file.ts';

/** Why a check cannot be done: never without one. */
export interface Unprepared {
  faults: readonly string[];
}

/** What a check is about, as this checkout has it, or all for which it cannot be handed out. */
export async function prepare(
  schedule: Schedule,
  check: WrittenCheck,
  io: Io,
): Promise<Prepared | Unprepared> {
  const commit = await commitOf(schedule.folder, { untracked: false });
  const faults = commitFaults(resolve(schedule.folder), commit);
  try {
    const { hosts, digest } = regionHosts(schedule, check, io);
    if (!commit || faults.length > 0) return { faults };
    return { commit: commit.id, inventoryDigest: digest, hosts };
  } catch (error) {
    // A bug, too: the other checks go on.
    return { faults: [...faults, ...faultsOf(error)] };
  }
}

/** Says what is wrong with the checks of a schedule before the first of them is due. */
export async function sayFaults(schedule: Schedule, say: (text: string) => void, io: Io): Promise<void> {
  for (const [name, check] of schedule.checks) {
    const found = await prepare(schedule, check, io);
    if ('faults' in found) for (const fault of found.faults) say(`${name}: ${cannotBeDone(fault)}`);
  }
}

function commitFaults(folder: string, commit: Awaited<ReturnType<typeof commitOf>>): string[] {
  if (!commit)
    return [
      `git knows no commit of ${folder}: it is in no repository, or another user's (see safe.directory in git-config)`,
    ];
  return commit.changed ? [`files of ${folder} differ from their commit: commit them`] : [];
}
