import { only, type Probe, ProbeError } from './probe.ts';

/** What is at a path: nothing, or a file, folder or link with its mode (`0644`) and owner. */
export type FileState =
  | { kind: 'absent' }
  | { kind: 'file'; mode: string; owner: string; group: string; content: string }
  | { kind: 'directory'; mode: string; owner: string; group: string }
  | { kind: 'link'; target: string }
  | { kind: 'other' };

const READ = `
if [ -L "$1" ]; then echo link; readlink -- "$1"
elif [ -f "$1" ]; then stat -c 'file %a %U %G' -- "$1" && cat -- "$1"
elif [ -d "$1" ]; then stat -c 'directory %a %U %G' -- "$1"
elif [ -e "$1" ]; then echo other
else echo absent
fi`;

/** What is at a path of the host. Content is read as UTF-8. */
export function fileAt(path: string): Probe<FileState> {
  return {
    key: `file ${path}`,
    ask: { kind: 'script', script: READ, args: [path] },
    parse: (answers) => {
      const { status, stdout, stderr } = only(answers);
      if (status !== 0) throw new ProbeError(`cannot read ${path}: ${stderr.toString().trim()}`);
      return parseFileState(stdout.toString());
    },
  };
}

function parseFileState(text: string): FileState {
  const end = text.indexOf('\n');
  const [kind, mode = '', owner = '', group = ''] = text.slice(0, end).split(' ');
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
      return { kind, mode: mode.padStart(4, '0'), owner, group, content: rest };
    default:
      throw new ProbeError(`unexpected answer: ${text.slice(0, 80)}`);
  }
}
