import { createHash } from 'node:crypto';

/** Hosts of a job unless schedule.yaml says otherwise: a job that is lost takes no more with it. */
export const SHARD = 50;

/** The hosts of a region in as few shards of at most `size` as possible, of the same size but for one host. */
export function shardsOf(hosts: readonly string[], size: number): string[][] {
  const count = Math.ceil(hosts.length / size);
  return Array.from({ length: count }, (_, index) =>
    hosts.slice(Math.ceil((index * hosts.length) / count), Math.ceil(((index + 1) * hosts.length) / count)),
  );
}

/**
 * The same for the same check, time, region and shard, however often and by whomever it is made: neither the database nor
 * the queue takes it twice.
 */
export function jobId(
  schedule: string,
  { name, region, due, shard }: { name: string; region: string; due: string; shard: number },
): string {
  const project = createHash('sha256').update(schedule).digest('hex').slice(0, 8);
  return `${name}.${region}.${due.replaceAll(/[-:]|\.000/g, '')}.${shard}.${project}`;
}

/** The hosts of a row; undefined where somebody wrote what are no names of hosts. */
export function hostsOf(written: string): readonly string[] | undefined {
  try {
    const hosts: unknown = JSON.parse(written);
    return Array.isArray(hosts) && hosts.every((host) => typeof host === 'string') ? hosts : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text may be the id of a job: whoever writes into the queue writes what he likes. */
export function isJobId(text: string): boolean {
  return /^[\w.-]{1,200}$/.test(text);
}

/** A digest of which hosts and groups an inventory has; variables, which may be secret, come from the commit. */
export function inventoryDigest(hosts: Iterable<{ name: string; groups: readonly string[] }>): string {
  const all = [...hosts].map(({ name, groups }) => [name, groups]).toSorted();
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
}
