import { type Probe, ProbeError, printed } from './probe.ts';

/** What is at a path: nothing, or a file, folder or link with its mode (`0644`) and owner. */
export type FileState =
  | { kind: 'absent' }
  | { kind: 'file'; mode: string; owner: string; group: string; content: string | TooLarge }
  | { kind: 'directory'; mode: string; owner: string; group: string }
  | { kind: 'link'; target: string }
  | { kind: 'other' };

/** The content of a file that is not read. */
export interface TooLarge {
  bytes: number;
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

/** What is at a path of the host. Content is read as UTF-8, up to `LARGEST_FILE`. */
export function fileAt(path: string): Probe<FileState> {
  return {
    key: `file ${path}`,
    ask: { kind: 'script', script: READ, args: [path, String(LARGEST_FILE)] },
    parse: (answers) => {
      return parseFileState(printed(answers, `read ${path}`));
    },
  };
}

function parseFileState(text: string): FileState {
  const end = text.indexOf('\n');
  const [kind, bytes = '', mode = '', owner = '', group = ''] = text.slice(0, end).split(' ');
  const rest = text.slice(end + 1);
  switch (kind) {
    case 'absent':
    case 'other':
      return { kind };
    case 'link':
      return { kind, target: rest.replace(/\n$/, '') };
    case 'directory':
      return { kind, mode: mode.padStart(4, '0'), owner, group };
    case 'file':
      return { kind, mode: mode.padStart(4, '0'), owner, group, content: contentOf(rest, Number(bytes)) };
    default:
      throw new ProbeError(`unexpected answer: ${text.slice(0, 80)}`);
  }
}

function contentOf(text: string, bytes: number): string | TooLarge {
  return bytes > LARGEST_FILE ? { bytes } : text;
}

/** A content as it stands in a diff. */
export function shownContent(content: string | TooLarge): string {
  return typeof content === 'string' ? content : `(${content.bytes} bytes, which are not read)\n`;
}
