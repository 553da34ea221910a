import { type Probe, printed } from '../../plan/probe.ts';

/** A disk of a running guest: a volume of a pool, or a path. */
export interface GuestDisk {
  guest: string;
  /** Set for a disk that names a pool; `path` is then the volume. */
  pool?: string;
  path: string;
}

const READ = `
uuids=$(libvirt 'list --uuid') || exit
dump=
for uuid in $uuids; do dump="$dump dumpxml $uuid;"; done
[ -z "$dump" ] || libvirt "$dump" | { grep -E '^  <name>|^ +<source (file|dev|pool|dir)=' || :; }`;

/** The disks of all running guests. */
export const guestDisks: Probe<readonly GuestDisk[]> = {
  key: 'guest disks',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => parseDisks(printed(answers, 'read the disks of guests')),
};

function parseDisks(text: string): GuestDisk[] {
  let guest = '';
  return text.split('\n').flatMap((line): GuestDisk[] => {
    const name = /^ {2}<name>(.*)<\/name>/.exec(line)?.[1];
    if (name !== undefined) guest = plain(name);
    const attribute = (key: string) => new RegExp(` ${key}='([^']*)'`).exec(line)?.[1];
    const pool = attribute('pool');
    const path =
      pool === undefined ? (attribute('file') ?? attribute('dev') ?? attribute('dir')) : attribute('volume');
    if (name !== undefined || path === undefined) return [];
    return [{ guest, ...(pool !== undefined && { pool: plain(pool) }), path: plain(path) }];
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' };

function plain(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** The running guests with a disk in a pool that has this folder. */
export function guestsOn(disks: readonly GuestDisk[], pool: string, folder: string | undefined): string[] {
  const isIn = (disk: GuestDisk) =>
    disk.pool === pool ||
    (disk.pool === undefined && folder !== undefined && disk.path.startsWith(`${folder}/`));
  return [...new Set(disks.filter(isIn).map(({ guest }) => guest))];
}
