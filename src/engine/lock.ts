import { quote } from '../transport/quote.ts';

/** Who writes, for the lock on the host and for the other operator who meets it. */
export interface Writer {
  /** Unique to this run. */
  run: string;
  /** Such as `alice@laptop`. */
  owner: string;
}

/** Shell text that sets `folder` to where locks lie: every user can write there, and a reboot clears it. */
export const LOCK_FOLDER = 'folder=/run/lock; [ -w "$folder" ] || folder=/tmp';

/** Seconds after which a lock counts as left behind: longer than any script may take. Each write sets it anew. */
const EXPIRES = 180;

/** Seconds that a run waits for what an earlier one, which is gone, has left running on the host. */
const PATIENCE = 20;

/**
 * Defines the shell functions `lock` and `unlock`. The lock is a file with run, owner and expiry; a hard link makes
 * it appear whole or not at all. A detached unit that still runs is waited for, whoever began it: the lock of a run
 * that lost its host may be gone before its unit. `lock` prints the owner and the expiry of the other when it fails,
 * for a unit its label alone.
 */
export function lockFunctions({ run, owner }: Writer): string {
  return `
run=${quote([run])}
${LOCK_FOLDER}
file=$folder/virtfleet.lock
detached() {
  { read -r pid; read -r label; } 2>/dev/null <"$folder/virtfleet.detached" &&
    grep -q /virtfleet- 2>/dev/null "/proc/$pid/cmdline"
}
lock() {
  tries=0
  while detached; do
    [ $tries -lt ${PATIENCE * 10} ] || { printf '%s\\n' "$label"; return 1; }
    tries=$((tries + 1)); sleep 0.1
  done
  now=$(date +%s)
  new=$(mktemp "$file.XXXXXXXX") && chmod 644 "$new" || return
  printf '%s\\n%s\\n%s\\n' "$run" ${quote([owner])} $((now + ${EXPIRES})) >"$new"
  if ! ln "$new" "$file" 2>/dev/null; then
    { read -r theirs; read -r who; read -r until; } <"$file"
    if [ "$theirs" != "$run" ] && [ "\${until:-0}" -gt "$now" ] 2>/dev/null; then
      rm -f "$new"; printf '%s\\n%s\\n' "$who" "$((until - now))"; return 1
    fi
    mv -f "$new" "$file" || return
  else
    rm -f "$new"
  fi
}
unlock() {
  { read -r theirs; } 2>/dev/null <"$file" && [ "$theirs" = "$run" ] && rm -f "$file"
}`;
}
