import { quote } from '../../plan/quote.ts';

/** Who writes, for the lock on the host and for the other operator who meets it. */
export interface Writer {
  /** Unique to this run. */
  run: string;
  /** Such as `alice@laptop`. */
  owner: string;
  /** The id of the saved plan that is applied: what is written claims it. */
  plan?: string;
  /** A run that holds the lock, and is known to be over: a host that its client lost takes its shell for alive. */
  over?: string;
  /** The folder of the lock, where it is not that of the host. */
  folder?: string;
}

/** Shell text that sets `folder` to where locks lie: every user can write there, and a reboot clears it. */
export const LOCK_FOLDER = 'folder=/run/lock; [ -w "$folder" ] || folder=/tmp';

/** Seconds after which a lock counts as left behind: longer than a script takes that does not keep it. */
const EXPIRES = 180;

/** Seconds that a run waits for what an earlier one, which is gone, has left running on the host. */
const PATIENCE = 20;

/** Seconds that a run waits for another one which is at the lock itself, for a moment. */
const MOMENT = 10;

/**
 * Defines the shell functions `lock`, `keep` and `unlock`, and sets `folder`.
 *
 * The lock is a file with run, owner and expiry, then the shell of the session and the scripts of the run that are at
 * work, then the time of its start and the address of the operator. A process is known by its id and when it began
 * (field 22 of /proc/PID/stat, proc(5)), since ids are used again; one without the latter was dead when the lock was
 * written, and one that nobody has waited for (state Z) is dead. The lock is judged and replaced by a rename, both while
 * its folder is locked for others (flock(1)): of several who meet one that is void one gets it.
 *
 * Once neither the shell nor a script lives the lock is void, as far as this user may see the processes of others
 * (proc(5), `hidepid`); the shell of a run that is known to be over does not count as alive. What a run that is gone has
 * left running is waited for: its scripts, and its detached unit, which outlives them. Every user can put something
 * there: what is not a file, such as a pipe that nobody writes to, is no lock, nor is a file of a user who may not write
 * to libvirt. Who is not root cannot replace the file of another user (the folder is sticky): a run that has the lock as
 * root goes on without.
 *
 * `lock` ends with 1 where another run holds it, and prints owner, seconds to the expiry, run, start and address of the
 * other, for what was left running only what it is; it ends with 2 where it cannot be written, with the reason on stderr.
 * `unlock` leaves it to scripts of this run that are still at work, over a connection that was lost or another one, and
 * takes it from the shell. `note SECONDS` writes a lock that nothing but its expiry ends, and sets `new` to it; moved to
 * `$file` it counts.
 */
export function lockFunctions({ run, owner, over = '', folder }: Writer): string {
  return `
run=${quote([run])} over=${quote([over])}
${folder === undefined ? LOCK_FOLDER : `folder=${quote([folder])}`}
file=$folder/virtfleet.lock own=
born() {
  born=
  { read -r stat; } 2>/dev/null <"/proc/$1/stat" || return
  set -- \${stat##*) }
  [ "$1" = Z ] || born=\${20}
}
lives() { [ -z "$1" ] || [ ! -d /proc/1 ] || { [ -n "\${1#*:}" ] && born "\${1%:*}" && [ "$born" = "\${1#*:}" ]; }; }
at_work() {
  left=
  for one in $1; do
    [ "\${one%:*}" != "$own" ] && [ -n "\${one#*:}" ] && born "\${one%:*}" && [ "$born" = "\${one#*:}" ] && left="$left $one"
  done
  [ -n "$left" ]
}
believed() {
  [ -f "$1" ] || return
  [ ! -O "$1" ] || return 0
  by=$(stat -c %U -- "$1" 2>/dev/null)
  [ "$by" = root ] || id -nG -- "$by" 2>/dev/null | grep -qwE 'libvirtd?'
}
read_lock() {
  theirs= who= until= shell= script= since= address=
  believed "$file" && { read -r theirs; read -r who; read -r until; read -r shell script; read -r since address; } 2>/dev/null <"$file"
  [ -z "$shell" ] || [ "$theirs" != "$over" ] || shell=gone:
}
left_running() {
  detached=$folder/virtfleet.detached
  believed "$detached" && { read -r pid; read -r label; } 2>/dev/null <"$detached" &&
    grep -q /virtfleet- 2>/dev/null "/proc/$pid/cmdline" && return
  read_lock
  label="a script of $who" && [ -n "$theirs" ] && [ "$theirs $shell" != "$run gone:" ] &&
    ! lives "$shell" && at_work "$script"
}
from() {
  client=\${SSH_CONNECTION%% *} above=$PPID
  while [ -z "$client" ] && [ "\${above:-1}" -gt 1 ]; do
    client=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$above/environ" | sed -n 's/^SSH_CONNECTION=\\([^ ]*\\).*/\\1/p')
    above=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$above/status" 2>/dev/null)
  done
}
note() {
  from
  new=$(mktemp "$file.XXXXXXXX") && chmod 644 "$new" &&
    printf '%s\\n%s\\n%s\\n%s\\n%s %s\\n' "$run" ${quote([owner])} $((now + $1)) "\${2-}" "$now" "$client" >"$new"
}
take() (
  flock -w ${MOMENT} 9 || { echo 'other runs do not let go of it' >&2; exit 2; }
  now=$(date +%s)
  read_lock
  if [ -n "$theirs" ] && [ "$theirs" != "$run" ] && [ "\${until:-0}" -gt "$now" ] 2>/dev/null &&
    { lives "$shell" || at_work "$script"; }; then
    printf '%s\\n' "$who" "$((until - now))" "$theirs" "$since" "$address"
    exit 1
  fi
  left=; [ "$theirs" != "$run" ] || at_work "$script"
  note ${EXPIRES} "$1$left" && mv -fT "$new" "$file" && exit
  rm -f "$new"
  [ "$theirs" = "$run" ] && [ ! -O "$file" ] && exit 0
  exit 2
) 9<"$folder"
lock() {
  tries=0
  while left_running; do
    [ $tries -lt ${PATIENCE * 10} ] || { printf '%s\\n' "$label"; return 1; }
    tries=$((tries + 1)); sleep 0.1
  done
  [ -n "$own" ] || read -r own rest </proc/self/stat
  [ -r "$folder" ] || { echo "$folder: no such folder, or it may not be read" >&2; return 2; }
  born $$; self=$$:$born
  born "$own"; self="$self $own:$born"; take "$self"
}
keep() {
  (while sleep ${EXPIRES / 6} && kill -0 $$ && { read_lock; [ "$theirs $shell" != "$run gone:" ]; } && take "$self"; do :; done) </dev/null >/dev/null 2>&1 &
  keeper=$!
}
unlock() (
  flock -w ${MOMENT} 9
  read_lock
  [ "$theirs" = "$run" ] && [ -n "$shell" ] || exit 0
  at_work "$script" || { rm -f "$file"; exit; }
  now=$(date +%s); note ${EXPIRES} "gone:$left" && mv -fT "$new" "$file" || rm -f "$new"
) 9<"$folder"`;
}
