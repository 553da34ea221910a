import { byName } from '../../report/fold.ts';
import { Snapshot } from '../../snapshot/snapshot.ts';
import { readSnapshot } from '../../snapshot/snapshot-file.ts';
import type { Local } from '../../transport/ssh/ssh-settings.ts';
import { knownKey } from './snapshot-key.ts';

/** The hosts of a snapshot as an inventory, for whoever has no other: `hv01,hv02,`. */
export function hostList(snapshot: Snapshot): string {
  return `${[...snapshot.hosts.keys()].toSorted(byName).join(',')},`;
}

/** The snapshot that `--snapshot` names. Rejects with ProblemError for a file that is none. */
export async function snapshotAt(path: string | undefined, local: Local): Promise<Snapshot | undefined> {
  if (path === undefined) return undefined;
  const { head, hosts } = readSnapshot(path);
  const { key, command, virtfleet, taken } = head;
  return new Snapshot({ ...(await knownKey(key, local)), command, by: { virtfleet, taken }, hosts });
}
