import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedFile } from './case.ts';

/** Below these a run leaves what nobody compares: caches, logs, and libvirt's own XML. */
const EXCLUDED =
  /^\/(proc|run|sys|dev|tmp|var\/log|var\/tmp|var\/cache|var\/lib\/libvirt\/(dnsmasq|qemu)|var\/lib\/(systemd|dpkg|apt|dbus|virtfleet)|etc\/libvirt\/qemu\/networks|etc\/libvirt\/(storage|secrets|nwfilter)|etc\/\.pwd\.lock|etc\/machine-id|root\/\.ansible|home\/[^/]+\/\.ansible|etc\/libvirt\/qemu\/[^/]+\.xml|etc\/libvirt\/qemu\/autostart|etc\/ld\.so\.cache)(\/|$)|\/__pycache__(\/|$)/;

/** As much of a text as is compared letter for letter; longer ones and bytes by their digest. */
const LONG = 6000;

/** The two layers of a host's disk in the lab: what was written, over the base of its release. */
export interface Layers {
  upper: string;
  lower: string;
}

/** All paths that were written on a host, as they are now. */
export function writtenFiles({ upper, lower }: Layers): Map<string, RecordedFile> {
  const names = [namesOf('passwd', [upper, lower]), namesOf('group', [upper, lower])] as const;
  const paths = readdirSync(upper, { recursive: true, encoding: 'utf8' })
    .map((path) => `/${path}`)
    .filter((path) => !EXCLUDED.test(path));
  return new Map(paths.map((path) => [path, describe(join(upper, path), ...names)]));
}

/** What differs from `before`, by path; a path that was not written before is held against the base. */
export function changedFiles(
  layers: Layers,
  before: ReadonlyMap<string, RecordedFile>,
): Record<string, RecordedFile> {
  const now = writtenFiles(layers);
  const users = [namesOf('passwd', [layers.lower]), namesOf('group', [layers.lower])] as const;
  const changed = [...now].filter(([path, file]) => {
    const below = join(layers.lower, path);
    const was =
      before.get(path) ??
      (lstatSync(below, { throwIfNoEntry: false }) ? describe(below, ...users) : undefined);
    return JSON.stringify(was ?? { removed: true }) !== JSON.stringify(file);
  });
  return Object.fromEntries(changed.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The names of users or groups by their numbers, from the first layer that has the file. */
function namesOf(file: string, layers: readonly string[]): ReadonlyMap<number, string> {
  const layer = layers.find((each) => existsSync(join(each, 'etc', file))) ?? '/';
  const lines = readFileSync(join(layer, 'etc', file), 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  return new Map(lines.map(([name = '', , id]) => [Number(id), name]));
}

function describe(
  path: string,
  users: ReadonlyMap<number, string>,
  groups: ReadonlyMap<number, string>,
): RecordedFile {
  const stat = lstatSync(path);
  // Overlayfs writes a device of the numbers 0, 0 for what was removed: kernel.org, Documentation/filesystems/overlayfs.
  if (stat.isCharacterDevice()) return { removed: true };
  if (stat.isSymbolicLink()) return { type: 'link', target: readlinkSync(path) };
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
  const owned = {
    mode,
    owner: users.get(stat.uid) ?? `${stat.uid}`,
    group: groups.get(stat.gid) ?? `${stat.gid}`,
  };
  if (stat.isDirectory()) return { ...owned, type: 'directory' };
  if (!stat.isFile()) return owned;
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  const isText = bytes.length <= LONG && !text.includes('\0') && Buffer.from(text).equals(bytes);
  return {
    ...owned,
    type: 'file',
    ...(isText ? { content: text } : { sha256: createHash('sha256').update(bytes).digest('hex') }),
  };
}
