import type { Claimed } from '../../controllers/claim.ts';
import type { Io } from '../command.ts';
import { commitOf } from '../execution/commit.ts';
import { scheduleId } from '../schedule/asked.ts';
import { faultsOf, inShort } from '../schedule/fault.ts';
import { regionHosts } from '../schedule/region-hosts.ts';
import { sharedSchedule } from './surroundings.ts';

/**
 * Why a worker must not do a job; undefined when it may. It does what its own files say and nothing else: whoever writes
 * into the queue or the database can make it do a check of schedule.yaml, for hosts of its region, at its own commit.
 */
export async function unfitness(
  job: Claimed,
  { file, region }: { file: string; region: string },
  io: Io,
): Promise<string | undefined> {
  try {
    const schedule = sharedSchedule(file);
    const check = schedule.checks.get(job.name);
    const commit = await commitOf(schedule.folder, { untracked: false });
    const has = commit?.id.slice(0, 12) ?? 'no commit';
    if (commit?.id !== job.commit_id) return `it has ${has}, and ${job.commit_id.slice(0, 12)} is asked for`;
    if (commit.changed) return `files of its checkout differ from ${has}`;
    if (!check || scheduleId(schedule, job.name) !== job.schedule || check.job.kind !== job.kind)
      return `its schedule.yaml has no such ${job.kind} ${job.name}`;
    if (job.region !== region) return `it is a worker of ${region}`;
    const { hosts, digest } = regionHosts(schedule, check, io);
    if (digest !== job.inventory_digest)
      return 'its inventory has other hosts or groups than that of the server';
    // A limit of no hosts means all of them.
    if (job.hosts.length === 0) return 'it names no host';
    const own = new Set(hosts.get(region));
    const foreign = job.hosts.find((host) => !own.has(host));
    return foreign === undefined ? undefined : `${foreign} is no host of ${region}`;
  } catch (error) {
    return inShort(faultsOf(error));
  }
}
