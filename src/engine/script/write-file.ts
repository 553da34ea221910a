import { quote } from '../../plan/quote.ts';
import { base64 } from './command.ts';

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
 * A script that writes one file whole, or leaves it as it was: in a private folder beside it, never readable
 * by more users than in the end, fsync (sync(1) of the file), rename. Parent folders are made.
 */
export function writeFileScript(file: FileToWrite): string {
  if (!file.path.startsWith('/')) throw new TypeError(`Not an absolute path: ${file.path}`);
  if (!/^0?[0-7]{3,4}$/.test(file.mode)) throw new TypeError(`Not an octal mode: ${file.mode}`);
  return [
    `( path=${quote([file.path])}; folder=\${path%/*}/; umask 022; [ -d "$folder" ] || mkdir -p -- "$folder" || exit`,
    `umask 077; ${PRIVATE} || exit`,
    `trap '[ ! -e new ] || rm -f new; cd /; rmdir -- "$private"' EXIT; trap 'exit 143' TERM`,
    contentText(file.content),
    ...chown(file),
    `chmod -- ${quote([file.mode])} new && sync new && mv -fT new "$path" )`,
    '',
  ].join('\n');
}

/** What root writes is root's, but for the group in a folder with the bit setgid: the shell sees that without a program. */
function chown({ owner = '', group = '' }: FileToWrite): string[] {
  if (!owner && !group) return [];
  const change = `chown -- ${quote([group ? `${owner}:${group}` : owner])} new || exit`;
  const isRoots = owner === 'root' && ['', 'root'].includes(group);
  return [isRoots ? `[ -O / ] && [ -G / ] && [ -G new ] || ${change}` : change];
}

/** printf is of the shell itself: a process for each file is dearer than what it writes. Not every one carries every byte. */
function contentText(content: string): string {
  if (/^[\t\n -~]{0,8192}$/.test(content)) return `printf %s ${quote([content])} >new || exit`;
  return `base64 -d >new <<'BASE64' || exit\n${base64(content)}\nBASE64`;
}
