/** Who has the lock of a host, as `lock` prints it, see lock.ts. */
export interface Holder {
  /** `name@machine`; of what an earlier run has left running, only what it is. */
  owner: string;
  /** Absent for what an earlier run has left running. */
  run?: {
    id: string;
    /** Seconds until the lock expires. */
    expires: number;
    /** Seconds since 1970. */
    since: number | undefined;
    /** Where the operator came from, as the host sees it; unknown for one who sits at the host. */
    address: string | undefined;
  };
}

export function holderOf(text: string): Holder {
  const [owner = '', expires = '', id = '', since = '', address = ''] = text.trimEnd().split('\n');
  if (id === '') return { owner };
  const start = /^\d+$/.test(since) ? Number(since) : undefined;
  return { owner, run: { id, expires: Number(expires), since: start, address: address || undefined } };
}

/** One sentence or two for the operator who meets the lock. */
export function heldBy({ owner, run }: Holder): string {
  if (!run)
    return `${owner}, begun by an earlier run, has not come to its end on this host. Nothing was written.`;
  const about = [
    `run ${run.id.slice(0, 8)}`,
    run.address !== undefined && `from ${run.address}`,
    run.since !== undefined && `since ${new Date(run.since * 1000).toISOString().slice(0, 19)}Z`,
  ];
  const who = `${owner} (${about.filter(Boolean).join(', ')})`;
  return `${who} is writing to this host; the lock expires in ${run.expires} s. Nothing was written.`;
}
