import { createHash } from 'node:crypto';
import { quote } from '../../plan/quote.ts';
import type { Writer } from '../script/lock.ts';
import { stateFolderText } from '../script/state-folders.ts';
import { RUNS } from './kept-record.ts';

/** Runs that a host keeps something of. */
const MOST = 20;

/** Bytes of the largest file that is kept: a configuration is smaller, and the disk of a guest is not. */
const LARGEST = 64 * 1024 * 1024;

/** Where Virtfleet notes for itself what it did: of that nobody wants to know who changed it. */
export const NOTES = '/var/lib/virtfleet/';

/**
 * Defines `owned KIND PATH`, which sets `size`, and `is` to kind, mode and owner: three words. Users without a name, or
 * whose name has a space, as those of Active Directory may have, are numbers.
 */
const OWNED = `
owned() {
  is=$(stat -c "%s $1 %04a %U:%G" -- "$2") || return
  case $is in *UNKNOWN* | *' '*' '*' '*' '*) is=$(stat -c "%s $1 %04a %u:%g" -- "$2") || return ;; esac
  size=\${is%% *} is=\${is#* }
}`;

/**
 * Defines `state PATH`, which sets `is` to what is there: kind, mode, owner and a digest of its content. It is one line
 * whatever somebody on the host made a link point to: the rest of a target could pass for what is kept.
 */
export const STATE = `${OWNED}
state() {
  if [ -L "$1" ]; then is="link $(readlink -n -- "$1" | tr '\\000-\\037\\177' '?')"
  elif [ -f "$1" ]; then
    owned file "$1" || return
    if [ "$size" -gt ${LARGEST} ]; then is="large $size"
    else sum=$(sha256sum <"$1") && is="$is \${sum%% *}"
    fi
  elif [ -d "$1" ]; then owned directory "$1"
  elif [ -e "$1" ]; then is=other
  else is=absent
  fi
}`;

/**
 * Where the copy of a path is kept in the folder of its run. All copies lie side by side: a link that is kept leads
 * nobody elsewhere, and a file that was kept before hides nothing of its folder.
 */
export function keptAt(path: string): string {
  return `files/${createHash('sha256').update(path).digest('hex')}`;
}

/** Defines `kept_at PATH`, which sets `kept` to the same. */
export const KEPT_AT = `
kept_at() { kept=$(printf %s "$1" | sha256sum) && kept=files/\${kept%% *}; }`;

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
fi
cd "$at" || exit
${files.length > 0 ? `${KEEP_FILES}\n${files.join(' && ')} || exit` : ':'}
printf '\\n%s\\n' ${lines.map((line) => quote([line])).join(' ')} >>tasks
)`;
}

/** Where runs are kept; beside the lock, where that is not that of the host. */
function runsOf(folder: string | undefined): string {
  return folder === undefined ? RUNS : `${folder}/runs`;
}

/**
 * The line before may have no end, of a disk that was full. One of `states` counts only with its last word: a path that
 * was cut off may be another one.
 *
 * Of a file that is kept what it was shows later. Another task of the run, of another host, may have kept it before:
 * the first copy and the first line count. For most paths of a first run, which are not there, no program is started.
 */
const KEEP_FILES = `${KEPT_AT}${OWNED}
copy() {
  kept_at "$1" || return
  [ -e "$kept" ] || [ -L "$kept" ] || cp -aT --reflink=auto -- "$1" "$kept"
}
keep_file() {
  is=kept
  if [ -L "$1" ]; then copy "$1" || return
  elif [ -f "$1" ]; then
    size=$(stat -c %s -- "$1") || return
    if [ "$size" -gt ${LARGEST} ]; then is="large $size"; else copy "$1" || return; fi
  elif [ -d "$1" ]; then
    owned directory "$1" || return
    if [ -n "$2" ]; then
      size=$(du -sk -- "$1") && [ "\${size%%[!0-9]*}" -le ${LARGEST / 1024} ] && { copy "$1" || return; } || is=large
    fi
  elif [ -e "$1" ]; then is=other
  else is=absent
  fi
  printf '\\n%s\\t%s\\tend\\n' "$1" "$is" >>states || return
  # The folders that are made for it.
  case $1 in ${NOTES}*) return 0 ;; esac
  folder=\${1%/*}
  if [ "$is" = absent ] && [ -n "$folder" ] && [ ! -e "$folder" ]; then keep_file "$folder" ''; fi
}`;

/** How a run leaves a host: a line for each thing that is no file, and those of tasks of which nothing was kept. */
interface Leaving {
  lines: readonly string[];
  missed: readonly string[];
}

/**
 * Shell text that writes down how the run leaves what it has kept. The oldest runs go only then: a rollback needs what
 * it takes back to its end.
 */
export function leaveText({ run, folder }: Writer, { lines, missed }: Leaving): string {
  const tasks = missed.length > 0 ? `printf '\\n%s\\n' ${quote(missed)} >>tasks` : ':';
  return `( cd ${quote([`${runsOf(folder)}/${run}`])} 2>/dev/null || exit 0
umask 077${STATE}
tab=$(printf '\\t')
while IFS=$tab read -r path rest end; do
  case $end$path in end${NOTES}*) continue ;; end*) ;; *) continue ;; esac
  state "$path"; printf '%s\\t%s\\n' "$path" "$is" || exit
done <states >left-states.new && mv left-states.new left-states
printf '%s\\n' ${lines.map((line) => quote([line])).join(' ')} >>left
${tasks}
set -- ../*
[ $# -le ${MOST} ] || ls -1t -- .. | tail -n +${MOST + 1} | while read -r old; do rm -rf -- "../$old"; done )`;
}
