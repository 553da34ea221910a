import { type Probe, printed } from '../../plan/probe.ts';
import { GUARDS } from '../script/state-folders.ts';

/** A guarded change of another run that nobody has confirmed yet: what is read now may be rolled back. */
export interface ArmedGuard {
  /** Names its backup, see `folderOf`. */
  id: string;
  /** Whose run it is. */
  owner: string;
  /** What it changes. */
  label: string;
  /** Seconds until the host rolls it back; below zero when it should have by now. */
  seconds: number;
}

/** Where there is none no process is started. */
const READ = `
set -- "$1"/*
[ -e "$1" ] || exit 0
now=$(date +%s)
for note; do
  { read -r owner; read -r label; read -r until; } 2>/dev/null <"$note" || continue
  printf '%s\\n%s\\n%s\\n%s\\n' "\${note##*/}" "$owner" "$label" "$((until - now))"
done`;

/** The guarded changes of a host that nobody has confirmed; anybody may read them. */
export const armedGuards: Probe<readonly ArmedGuard[]> = {
  key: 'armed guards',
  ask: { kind: 'script', script: READ, args: [GUARDS] },
  volatile: true,
  parse: (answers) => {
    const lines = printed(answers, 'read which changes are guarded').split('\n');
    return Array.from({ length: Math.floor(lines.length / 4) }, (_, index) => {
      const [id = '', owner = '', label = '', seconds = ''] = lines.slice(index * 4, index * 4 + 4);
      return { id, owner, label, seconds: Number(seconds) };
    });
  },
};
