/** What Virtfleet keeps on a host. */
export const STATE = '/var/lib/virtfleet';

/** The folders below it, which root alone can write, by who may look into them: some hold files of others. */
const MODES: Readonly<Record<string, string>> = {
  ...{ applied: '0755', applying: '0755', guards: '0755', networks: '0755', plans: '0755' },
  ...{ backups: '0700', runs: '0700', 'taken-over': '0700' },
};

/**
 * Shell text that makes one of these folders, both with their modes whatever the umask is: a check by a user who is
 * not root reads there what root's run goes by.
 */
export function stateFolderText(name: string): string {
  const folder = `${STATE}/${name}`;
  return `{ [ -d ${folder} ] || { mkdir -p -m 0755 ${STATE} && mkdir -p -m ${MODES[name]} ${folder}; }; }`;
}

/** The same for the folder of a file that is going to be written; undefined for a file elsewhere. */
export function stateFolderOf(path: string): string | undefined {
  const [, name = ''] = /^\/var\/lib\/virtfleet\/([a-z-]+)\/[^/]+$/.exec(path) ?? [];
  return MODES[name] === undefined ? undefined : stateFolderText(name);
}

export const BACKUPS = `${STATE}/backups`;

/** A file for each guarded change that nobody has confirmed yet, for all users of the host. */
export const GUARDS = `${STATE}/guards`;
