import { type Change, leaves } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import { type FileState, leavesFile } from '../plan/files.ts';
import { type HostNetplan, hostNetplan, withFiles } from './host-files.ts';
import { type Described, withoutDescribed } from './take-over.ts';

/** A file of somebody else, as it is, and as it was before it was taken over. */
export interface TakenFile {
  path: string;
  now: FileState;
  kept: FileState;
}

/** Where the file is kept as it was, for the time when the bridge is removed. */
export function keptPath(path: string): string {
  return `/var/lib/virtfleet/taken-over/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** With this file cloud-init leaves the network alone, instead of writing its netplan file anew at the next boot. */
export const CLOUD_INIT = {
  path: '/etc/cloud/cloud.cfg.d/99-virtfleet-network.cfg',
  content:
    '# Written by virtfleet, which took over the network configuration.\nnetwork: { config: disabled }\n',
};

export function isOfCloudInit(path: string): boolean {
  return path.includes('cloud-init');
}

/** Takes what the bridge describes out of the files that it takes over. */
export function takeOver(described: Described, taken: readonly TakenFile[], cloudInit?: FileState): Change[] {
  const changes = taken.flatMap(({ path, now, kept }): Change[] => {
    if (now.kind !== 'file' || typeof now.content !== 'string') return [];
    const content = withoutDescribed(now.content, described);
    const keep = { path: keptPath(path), content: now.content, mode: '0600', owner: 'root', group: 'root' };
    const { mode, owner, group } = now;
    return fileChange({ path, content, mode, owner, group }, now).map((change) =>
      together(change, fileChange(keep, kept)),
    );
  });
  const off = cloudInit ? fileChange({ ...CLOUD_INIT, mode: '0644' }, cloudInit) : [];
  return [...changes, ...off];
}

/** Gives the files back as they were kept. */
export function giveBack(taken: readonly TakenFile[]): Change[] {
  return taken.flatMap(({ path, now, kept }) => {
    if (kept.kind !== 'file' || typeof kept.content !== 'string') return [];
    const attributes =
      now.kind === 'file' ? { mode: now.mode, owner: now.owner, group: now.group } : { mode: '0600' };
    const forgotten: Pick<Change, 'steps' | 'leaves'> = {
      steps: [{ do: 'remove', path: keptPath(path) }],
      leaves: leavesFile(keptPath(path), { kind: 'absent' }),
    };
    return fileChange({ path, content: kept.content, ...attributes }, now).map((change) =>
      together(change, [forgotten]),
    );
  });
}

/** One change, told as the first is, with the steps of the others before its own. */
function together(change: Change, others: readonly Pick<Change, 'steps' | 'leaves'>[]): Change {
  return {
    ...change,
    steps: [...others.flatMap(({ steps }) => steps), ...change.steps],
    leaves: [...change.leaves, ...others.flatMap((other) => other.leaves)],
  };
}

/** To what changes leave of netplan's files, what they leave of all of them. */
export function withHostNetplan(changes: readonly Change[], host: HostNetplan): Change[] {
  let after = host;
  return changes.map((change) => {
    const written = change.leaves.flatMap(({ probe, value }): [string, string | null][] => {
      const path = /^file (\/etc\/netplan\/.*)$/.exec(probe.key)?.[1];
      const state = value as FileState;
      return path === undefined
        ? []
        : [[path, state.kind === 'file' && typeof state.content === 'string' ? state.content : null]];
    });
    if (written.length === 0) return change;
    after = withFiles(after, Object.fromEntries(written));
    return { ...change, leaves: [...change.leaves, leaves(hostNetplan, after)] };
  });
}
