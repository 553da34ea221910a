import { only, type Probe } from '../plan/probe.ts';

/** Something in a folder, in the words of Ansible's `find`. */
export interface Found {
  path: string;
  mode: string;
  isreg: boolean;
  isdir: boolean;
  islnk: boolean;
  size: number;
  mtime: number;
  uid: number;
  gid: number;
  pw_name: string;
  gr_name: string;
}

const READ = `
[ -d "$1/" ] || exit 0
[ "$2" = below ] && set -- "$1" || set -- "$1" -maxdepth 1
find -H "$@" -mindepth 1 -printf '%y\\t%m\\t%s\\t%T@\\t%U\\t%G\\t%u\\t%g\\t%p\\0'`;

/** What is in a folder, in the order of the paths. It changes whenever something is written there. */
export function foundIn(folder: string, recurse: boolean): Probe<readonly Found[]> {
  const where = recurse ? 'below' : 'in';
  return {
    key: `find ${where} ${folder}`,
    ask: { kind: 'script', script: READ, args: [folder, where] },
    volatile: true,
    awaited: true,
    parse: (answers) =>
      only(answers)
        .stdout.toString()
        .split('\0')
        .filter(Boolean)
        .map(parseFound)
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function parseFound(line: string): Found {
  const [kind, mode = '', size, mtime, uid, gid, owner = '', group = '', ...path] = line.split('\t');
  return {
    path: path.join('\t'),
    mode: mode.padStart(4, '0'),
    isreg: kind === 'f',
    isdir: kind === 'd',
    islnk: kind === 'l',
    size: Number(size),
    mtime: Number(mtime),
    uid: Number(uid),
    gid: Number(gid),
    pw_name: owner,
    gr_name: group,
  };
}
