import { isUtf8 } from 'node:buffer';
import { type Prediction, predict } from '../plan/change.ts';
import { family, only, type Probe, ProbeError, printed } from '../plan/probe.ts';

/** What is at a path: nothing, or a file, folder or link with its mode (`0644`) and owner. */
export type FileState =
  | { kind: 'absent' }
  | { kind: 'file'; mode: string; owner: string; group: string; content: string | Unread }
  | { kind: 'directory'; mode: string; owner: string; group: string }
  | { kind: 'link'; target: string }
  | { kind: 'other' };

/** A content that is not read: above LARGEST_FILE, or in another encoding, of which no text could be written back. */
export interface Unread {
  bytes: number;
  why: 'size' | 'encoding';
}

/** Bytes of the largest file that is read: a configuration is smaller, and the disk of a guest is not. */
export const LARGEST_FILE = 1024 * 1024;

/** A path below a folder that may not be searched looks as if nothing were there. */
const READ = `
if [ -L "$1" ]; then echo link; readlink -- "$1"
elif [ -f "$1" ]; then
  about=$(stat -c '%s %a %U %G' -- "$1") && echo "file $about" || exit
  [ "\${about%% *}" -gt "$2" ] || cat -- "$1"
elif [ -d "$1" ]; then stat -c 'directory 0 %a %U %G' -- "$1"
elif [ -e "$1" ]; then echo other
else
  folder=\${1%/*}
  until [ -d "$folder/" ]; do folder=\${folder%/*}; done
  if [ -x "$folder/" ]; then echo absent; else echo "$folder: Permission denied" >&2; exit 1; fi
fi`;

/** What is at the paths of a host. */
export const fileStates = family<FileState>('file');

/** What is at a path of the host. Content is read where it is UTF-8, up to `LARGEST_FILE`. */
export function fileAt(path: string): Probe<FileState> {
  return fileStates.of(path, {
    ask: { kind: 'script', script: READ, args: [path, String(LARGEST_FILE)] },
    parse: (answers) => {
      printed(answers, `read ${path}`);
      return parseFileState(only(answers).stdout);
    },
  });
}

/** Whether anything is at a path. Not `fileAt`: what a command creates may be the disk of a guest, which is too large to read. */
export function existence(path: string): Probe<boolean> {
  return {
    key: `exists ${path}`,
    ask: { kind: 'script', script: 'if [ -e "$1" ] || [ -L "$1" ]; then echo yes; fi', args: [path] },
    parse: (answers) => only(answers).stdout.toString() === 'yes\n',
  };
}

/** The text at a path, null for no file, undefined where nobody can tell: what a link leads to, what is not text. */
export function textAt(state: FileState): string | null | undefined {
  if (state.kind === 'file') return typeof state.content === 'string' ? state.content : undefined;
  return state.kind === 'link' || state.kind === 'other' ? undefined : null;
}

/** What a change leaves at a path, for all who ask for it. */
export function predictFile(path: string, state: FileState): Prediction[] {
  return [predict(fileAt(path), state), predict(existence(path), state.kind !== 'absent')];
}

function parseFileState(answer: Buffer): FileState {
  const end = answer.indexOf('\n');
  const line = answer.toString('utf8', 0, end);
  const [kind, bytes = '', mode = '', owner = '', group = ''] = line.split(' ');
  const rest = answer.subarray(end + 1);
  switch (kind) {
    case 'absent':
    case 'other':
      return { kind };
    case 'link':
      return { kind, target: rest.toString().replace(/\n$/, '') };
    case 'directory':
      return { kind, mode: mode.padStart(4, '0'), owner, group };
    case 'file':
      return { kind, mode: mode.padStart(4, '0'), owner, group, content: contentOf(rest, Number(bytes)) };
    default:
      throw new ProbeError(`unexpected answer: ${answer.toString('utf8', 0, 80)}`);
  }
}

function contentOf(content: Buffer, bytes: number): string | Unread {
  if (bytes > LARGEST_FILE) return { bytes, why: 'size' };
  return isUtf8(content) ? content.toString() : { bytes, why: 'encoding' };
}

/** Why a content is not read, as a sentence that begins with the path. */
export function whyUnread(path: string, { bytes, why }: Unread): string {
  if (why === 'size') return `${path} has ${bytes} bytes; files above ${LARGEST_FILE} bytes are not read.`;
  return `${path} is not text in UTF-8: a byte of it could not be written back as it is.`;
}

/** A content as it stands in a diff. */
export function shownContent(content: string | Unread): string {
  if (typeof content === 'string') return content;
  const { bytes, why } = content;
  return `(${bytes} bytes, which are not ${why === 'size' ? 'read' : 'text in UTF-8'})\n`;
}
