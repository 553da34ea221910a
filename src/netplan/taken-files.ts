import type { Described, Settings } from '../bridge/described.ts';
import type { Hardware } from '../bridge/kernel/hardware.ts';
import { fileChange } from '../host/file-change.ts';
import { type FileState, predictFile } from '../host/files.ts';
import { type Change, NO_IMPACT } from '../plan/change.ts';
import { describedIn } from './described-in.ts';
import type { NetplanFile } from './host-files.ts';
import { losses } from './losses.ts';
import { withoutDescribed } from './take-over.ts';

/** A file of somebody else, as it is, and as it was before the first bridge took anything out of it. */
export interface TakenFile {
  path: string;
  now: FileState;
  kept: FileState;
}

/** What taking over rests on beside the files themselves. */
export interface Others {
  /** The path of the bridge's own file. */
  path: string;
  /** Everything that netplan reads on the host. */
  files: readonly NetplanFile[];
  hardware: readonly Hardware[];
  /** Read only when a file of cloud-init is taken over. */
  cloudInit?: FileState | undefined;
}

/** Where the file is kept as it was, for the time when no bridge has anything of it any more. */
export function keptPath(path: string): string {
  return `${KEPT_FOLDER}/${path.slice(path.lastIndexOf('/') + 1)}`;
}

export const KEPT_FOLDER = '/var/lib/virtfleet/taken-over';

/** With this file cloud-init leaves the network alone, instead of writing its netplan file again at the next boot. */
export const CLOUD_INIT = {
  path: '/etc/cloud/cloud.cfg.d/99-virtfleet-network.cfg',
  content:
    '# Written by virtfleet, which took over the network configuration.\nnetwork: { config: disabled }\n',
};

export function isOfCloudInit(path: string): boolean {
  return path.includes('cloud-init');
}

/** Takes what the bridge describes out of the files that it takes over. */
export function takeOver(
  { described, settings }: { described: Described; settings: Settings },
  taken: readonly TakenFile[],
  others: Others,
): Change[] {
  const { files, hardware, cloudInit } = others;
  const changes = taken.flatMap(({ path, now, kept }): Change[] => {
    if (now.kind !== 'file' || typeof now.content !== 'string') return [];
    const before = now.content;
    const content = withoutDescribed(before, described, hardware);
    const { mode, owner, group } = now;
    const keep = { path: keptPath(path), content: before, mode: '0600', owner: 'root', group: 'root' };
    return fileChange({ path, content, mode, owner, group }, now).flatMap((change) => {
      const isOriginal = takersOf({ path, kept }, files, hardware).length > 0;
      const lost = losses({ path, text: before }, described, settings, hardware);
      return [...lost, coordinate(change, isOriginal ? [] : fileChange(keep, kept))];
    });
  });
  const off = cloudInit ? fileChange({ ...CLOUD_INIT, mode: '0644' }, cloudInit) : [];
  return [...changes, ...off];
}

/** Gives the files back as they were kept, but for what other bridges have of them. */
export function giveBack(taken: readonly TakenFile[], others: Others): Change[] {
  const { path: own, files, hardware, cloudInit } = others;
  const each = taken.map((file) => {
    const { path, now, kept } = file;
    const takers = takersOf(file, files, hardware).filter((taker) => taker.path !== own);
    const isLast = takers.length === 0;
    if (kept.kind !== 'file' || typeof kept.content !== 'string') return { path, isLast, changes: [] };
    const content = takers.reduce(
      (text, taker) => withoutDescribed(text, describedIn(taker.text), hardware),
      kept.content,
    );
    const attributes =
      now.kind === 'file' ? { mode: now.mode, owner: now.owner, group: now.group } : { mode: '0600' };
    const forgotten = isLast ? [removed(keptPath(path))] : [];
    const changes = fileChange({ path, content, ...attributes }, now).map((change) =>
      coordinate(change, forgotten),
    );
    return { path, isLast, changes };
  });
  const isOn = each.filter(({ path }) => isOfCloudInit(path)).every(({ isLast }) => isLast);
  const on = isOn && cloudInit?.kind === 'file' && cloudInit.content === CLOUD_INIT.content;
  return [...each.flatMap(({ changes }) => changes), ...(on ? [cloudInitOn()] : [])];
}

/** The files that describe something of what was kept: as long as there are any, it is the original. */
function takersOf(
  { path, kept }: Pick<TakenFile, 'path' | 'kept'>,
  files: readonly NetplanFile[],
  hardware: readonly Hardware[],
): NetplanFile[] {
  if (kept.kind !== 'file' || typeof kept.content !== 'string') return [];
  const original = kept.content;
  return files.filter(
    (file) => file.path !== path && withoutDescribed(original, describedIn(file.text), hardware) !== original,
  );
}

function removed(path: string): Pick<Change, 'steps' | 'predictions'> {
  return { steps: [{ do: 'remove', path }], predictions: predictFile(path, { kind: 'absent' }) };
}

function cloudInitOn(): Change {
  const { path, content: before } = CLOUD_INIT;
  const diff = { label: path, before, after: '' };
  const about = { action: 'delete', proof: 'observed', what: `file ${path}` } as const;
  return { ...about, before: 'present', after: null, diff, impact: NO_IMPACT, ...removed(path) };
}

/** One change, reported as the first is, with the steps of the others before its own. */
function coordinate(change: Change, others: readonly Pick<Change, 'steps' | 'predictions'>[]): Change {
  return {
    ...change,
    steps: [...others.flatMap(({ steps }) => steps), ...change.steps],
    predictions: [...change.predictions, ...others.flatMap((other) => other.predictions)],
  };
}
