import { quote } from '../transport/quote.ts';

/** Who writes, for the lock on the host and for the other operator who meets it. */
export interface Writer {
  /** Unique to this run. */
  run: string;
  /** Such as `alice@laptop`. */
  owner: string;
}

/** Seconds after which a lock counts as left behind: longer than any script may take. Each write sets it anew. */
const EXPIRES = 180;

/**
 * Defines the shell functions `lock` and `unlock`. The lock is a file with run, owner and expiry; a hard link makes
 * it appear whole or not at all. It lies where every user can write and a reboot clears it. `lock` prints the owner
 * and the expiry of the other when it fails.
 */
export function lockFunctions({ run, owner }: Writer): string {
  return `
run=${quote([run])}
folder=/run/lock; [ -w "$folder" ] || folder=/tmp
file=$folder/virtfleet.lock
lock() {
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
