import { quote } from '../plan/quote.ts';

/** Who writes, for the lock on the host and for the other operator who meets it. */
export interface Writer {
  /** Unique to this run. */
  run: string;
  /** Such as `alice@laptop`. */
  owner: string;
  /** The folder of the lock, where it is not that of the host. */
  folder?: string;
}

/** Shell text that sets `folder` to where locks lie: every user can write there, and a reboot clears it. */
export const LOCK_FOLDER = 'folder=/run/lock; [ -w "$folder" ] || folder=/tmp';

/** Seconds after which a lock counts as left behind: longer than a script takes that does not keep it. */
const EXPIRES = 180;

/** Seconds that a run waits for what an earlier one, which is gone, has left running on the host. */
const PATIENCE = 20;

/**
 * Defines the shell functions `lock` and `unlock`, and sets `folder`. The lock is a file with run, owner, expiry, the
 * shell of the session and its last script; a hard link makes it appear whole or not at all. Once neither of these two
 * lives the lock is void, as far as this user may see the processes of others (proc(5), `hidepid`). What a run that is
 * gone has left running is waited for: its script, and its detached unit, which outlives that. `lock` prints the owner
 * and the expiry of the other when it fails, for what was left running only what it is. `note SECONDS` writes a lock
 * that nothing but its expiry ends, and sets `new` to it; moved to `$file` it counts.
 */
export function lockFunctions({ run, owner, folder }: Writer): string {
  return `
run=${quote([run])}
${folder === undefined ? LOCK_FOLDER : `folder=${quote([folder])}`}
file=$folder/virtfleet.lock
lives() { [ ! -d /proc/1 ] || [ -d "/proc/$1" ]; }
left_running() {
  { read -r pid; read -r label; } 2>/dev/null <"$folder/virtfleet.detached" &&
    grep -q /virtfleet- 2>/dev/null "/proc/$pid/cmdline" && return
  { read -r theirs; read -r who; read -r until; read -r shell script; } 2>/dev/null <"$file" &&
    label="a script of $who" && ! lives "$shell" && lives "$script"
}
note() {
  new=$(mktemp "$file.XXXXXXXX") && chmod 644 "$new" &&
    printf '%s\\n%s\\n%s\\n%s\\n' "$run" ${quote([owner])} $(($(date +%s) + $1)) "\${2-}" >"$new"
}
lock() {
  tries=0
  while left_running; do
    [ $tries -lt ${PATIENCE * 10} ] || { printf '%s\\n' "$label"; return 1; }
    tries=$((tries + 1)); sleep 0.1
  done
  now=$(date +%s)
  read -r own rest </proc/self/stat
  note ${EXPIRES} "$$ $own" || return
  if ! ln "$new" "$file" 2>/dev/null; then
    { read -r theirs; read -r who; read -r until; read -r shell script; } <"$file"
    if [ "$theirs" != "$run" ] && [ "\${until:-0}" -gt "$now" ] 2>/dev/null && lives "$shell"; then
      rm -f "$new"; printf '%s\\n%s\\n' "$who" "$((until - now))"; return 1
    fi
    mv -f "$new" "$file" || return
  else
    rm -f "$new"
  fi
}
keep() {
  (while sleep ${EXPIRES / 6} && kill -0 $$ && lock; do :; done) </dev/null >/dev/null 2>&1 &
  keeper=$!
}
unlock() {
  { read -r theirs; } 2>/dev/null <"$file" && [ "$theirs" = "$run" ] && rm -f "$file"
}`;
}
