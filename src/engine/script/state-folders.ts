/** What Virtfleet keeps on a host. */
export const STATE = '/var/lib/virtfleet';

/** Who may look into the folders below: those with files of others are root's alone, all else anybody may read. */
const PRIVATE = ['backups', 'runs', 'taken-over'];

/**
 * Shell text that makes a folder below that of Virtfleet. It sets the mode of both, whatever umask they were made
 * with: a check by a user who is not root reads there what root's run goes by.
 */
export function stateFolderText(name: string): string {
  const folder = `${STATE}/${name}`;
  const open = PRIVATE.includes(name) ? `${STATE} && chmod 0700 ${folder}` : `${STATE} ${folder}`;
  return `{ { [ -d ${folder} ] || mkdir -p -m 0700 ${folder}; } && chmod 0755 ${open}; }`;
}

/** The same for the folder of a file that is going to be written; undefined for a file elsewhere. */
export function stateFolderOf(path: string): string | undefined {
  const [, name] = /^\/var\/lib\/virtfleet\/([a-z-]+)\/[^/]+$/.exec(path) ?? [];
  return name === undefined ? undefined : stateFolderText(name);
}

export const BACKUPS = `${STATE}/backups`;

/** A file for each guarded change that nobody has confirmed yet, for all users of the host. */
export const GUARDS = `${STATE}/guards`;
