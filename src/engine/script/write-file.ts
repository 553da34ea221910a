import { quote } from '../../plan/quote.ts';
import { base64 } from './command.ts';
import { stateFolderOf } from './state-folders.ts';

export interface FileToWrite {
  /** Absolute. */
  path: string;
  content: string;
  /** Octal digits, such as `0644`. */
  mode: string;
  owner?: string;
  group?: string;
}

/**
 * Shell text that makes a folder in `$folder`, which ends with a slash, and goes there. Whoever owns `$folder` can
 * exchange what is in it at any moment, a file for a link to one of somebody else; in the new folder only this user can.
 */
export const PRIVATE =
  'private=$(mktemp -d -- "$folder.virtfleet.XXXXXXXX") && cd -P -- "$private" && [ -O . ]';

/**
 * A script that writes one file whole, or leaves it as it was: beside it and never readable by more users than in the
 * end, fsync (sync(1) of the file), rename. Parent folders are made. Each program costs about a millisecond: one is
 * started only for what the shell cannot do itself.
 */
export function writeFileScript(file: FileToWrite): string {
  if (!file.path.startsWith('/')) throw new TypeError(`Not an absolute path: ${file.path}`);
  if (!/^0?[0-7]{3,4}$/.test(file.mode)) throw new TypeError(`Not an octal mode: ${file.mode}`);
  const folder = stateFolderOf(file.path);
  const make = folder === undefined ? '' : `${folder} || exit\n`;
  const body = make && isRoots(file) ? besideIt(file) : inPrivate(file);
  return `( path=${quote([file.path])}\n${make}${body} )\n`;
}

function isRoots({ owner = '', group = '' }: FileToWrite): boolean {
  return [owner, group].every((name) => name === '' || name === 'root');
}

function inPrivate(file: FileToWrite): string {
  return [
    `folder=\${path%/*}/; umask 022; [ -d "$folder" ] || mkdir -p -- "$folder" || exit`,
    `umask 077; ${PRIVATE} || exit`,
    `trap '[ ! -e new ] || rm -f new; cd /; rmdir -- "$private"' EXIT; trap 'exit 143' TERM`,
    contentText(file.content, 'new'),
    ...chown(file),
    `chmod -- ${quote([file.mode])} new && sync new && mv -fT new "$path"`,
  ].join('\n');
}

/** What root writes is root's, but for the group in a folder with the bit setgid: the shell sees that without a program. */
function chown(file: FileToWrite): string[] {
  const { owner = '', group = '' } = file;
  if (!owner && !group) return [];
  const change = `chown -- ${quote([group ? `${owner}:${group}` : owner])} new || exit`;
  return [owner === 'root' && isRoots(file) ? `[ -O / ] && [ -G / ] && [ -G new ] || ${change}` : change];
}

/**
 * The same in a folder of Virtfleet, where the lock lets one run write. Somebody else may own that folder all the same,
 * and know the name: with noclobber (`set -C`, O_EXCL) the shell opens no file and follows no link that is there.
 */
function besideIt({ content, mode }: FileToWrite): string {
  const umask = (0o777 & ~Number.parseInt(mode, 8)).toString(8).padStart(4, '0');
  return [
    `umask ${umask}; cd -- "\${path%/*}" && new=.new.$$ || exit`,
    '{ [ ! -e "$new" ] && [ ! -L "$new" ]; } || rm -f -- "$new"; set -C',
    `trap '[ ! -e "$new" ] || rm -f -- "$new"' EXIT; trap 'exit 143' TERM`,
    contentText(content, '"$new"'),
    'sync -- "$new" && mv -fT -- "$new" "$path"',
  ].join('\n');
}

/** printf is of the shell itself: a process for each file is dearer than what it writes. Not every one carries every byte. */
function contentText(content: string, to: string): string {
  if (/^[\t\n -~]{0,8192}$/.test(content)) return `printf %s ${quote([content])} >${to} || exit`;
  return `base64 -d >${to} <<'BASE64' || exit\n${base64(content)}\nBASE64`;
}
