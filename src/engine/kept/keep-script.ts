import { quote } from '../../plan/quote.ts';
import type { Writer } from '../script/lock.ts';
import { stateFolderText } from '../script/state-folders.ts';
import { RUNS } from './kept-record.ts';

/** Runs that a host keeps something of. */
const MOST = 20;

/** Bytes of the largest file that is kept: a configuration is smaller, and the disk of a guest is not. */
const LARGEST = 64 * 1024 * 1024;

/** Defines `state PATH`, which prints what is there in one line: kind, mode, owner and a digest of its content. */
export const STATE = `
state() {
  if [ -L "$1" ]; then echo "link $(readlink -- "$1")"
  elif [ -f "$1" ]; then
    size=$(stat -c %s -- "$1") || return
    [ "$size" -le ${LARGEST} ] || { echo "large $size"; return; }
    about=$(stat -c 'file %04a %U:%G' -- "$1") && sum=$(sha256sum <"$1") && echo "$about \${sum%% *}"
  elif [ -d "$1" ]; then stat -c 'directory %04a %U:%G' -- "$1"
  elif [ -e "$1" ]; then echo other
  else echo absent
  fi
}`;

/** What is kept of a task. */
interface Kept {
  /** The first line of the run. */
  head: string;
  /** Of the task, and what hosts answered. */
  lines: readonly string[];
  paths: readonly string[];
  /** Those of the paths of which all that is below goes, too. */
  trees: readonly string[];
}

/**
 * Shell text that keeps what is at these paths and these lines, before a task writes. A path that the run has kept
 * before stays as it was then. It fails where something could not be kept; a user who is not root keeps nothing.
 * It starts programs only for files: each write of a run goes through it.
 */
export function keepText({ run, folder }: Writer, { head, lines, paths, trees }: Kept): string {
  const make = folder === undefined ? stateFolderText('runs') : `mkdir -p ${quote([folder])}`;
  const all = quote([runsOf(folder)]);
  const files = paths.map((path) => `keep_file ${quote([path, trees.includes(path) ? 'tree' : ''])}`);
  return `( [ -w /var/lib ] || exit 0
umask 077; all=${all}; at=$all/${quote([run])}
if [ ! -d "$at" ]; then
  ${make} && mkdir -p "$at.new/files" && printf '%s\\n' ${quote([head])} >"$at.new/head" &&
    : >"$at.new/states" && mv -T "$at.new" "$at" || exit
  ls -1t -- "$all" | tail -n +${MOST + 1} | while read -r old; do rm -rf -- "$all/$old"; done
fi
cd "$at" || exit
${files.length > 0 ? `${KEEP_FILES}\n${files.join(' && ')} || exit` : ':'}
printf '%s\\n' ${lines.map((line) => quote([line])).join(' ')} >>tasks
)`;
}

/** Where runs are kept; beside the lock, where that is not that of the host. */
function runsOf(folder: string | undefined): string {
  return folder === undefined ? RUNS : `${folder}/runs`;
}

const KEEP_FILES = `${STATE}
keep_file() {
  cut -f1 states | grep -qxF -e "$1" && return
  is=$(state "$1") || return
  case $is in
    link* | file*) mkdir -p -- "files\${1%/*}" && cp -aT --reflink=auto -- "$1" "files$1" || return ;;
    directory*)
      if [ -n "$2" ]; then
        size=$(du -sk -- "$1") && [ "\${size%%[!0-9]*}" -le ${LARGEST / 1024} ] || is=large
        [ "$is" = large ] || { mkdir -p -- "files\${1%/*}" && cp -aT -- "$1" "files$1"; } || return
      fi ;;
  esac
  printf '%s\\t%s\\n' "$1" "$is" >>states || return
  # The folders that are made for it.
  folder=\${1%/*}
  if [ "$is" = absent ] && [ -n "$folder" ] && [ ! -e "$folder" ]; then keep_file "$folder" ''; fi
}`;

/** Shell text that writes down how the run leaves what it has kept. */
export function leaveText({ run, folder }: Writer, lines: readonly string[]): string {
  return `( cd ${quote([`${runsOf(folder)}/${run}`])} 2>/dev/null || exit 0
umask 077${STATE}
tab=$(printf '\\t')
while IFS=$tab read -r path rest; do printf '%s\\t%s\\n' "$path" "$(state "$path")"; done <states >left-states.new &&
  mv left-states.new left-states
printf '%s\\n' ${lines.map((line) => quote([line])).join(' ')} >>left )`;
}
