import { quote } from '../../plan/quote.ts';
import type { Step } from '../../plan/step.ts';
import { base64 } from './command.ts';
import { type Virsh, virshArgv } from './virsh.ts';

type Detached = Step & { do: 'detached' };

/**
 * Shell text that starts a script as a unit of systemd, or where that does not run in a session of its own, and then
 * waits for its end, gives its output and takes its status. The unit reads and writes only files of a private
 * folder, so that nothing of this session can end it; a host that shuts down waits for it. systemd-run(1) expands a
 * dollar in an argument: script and arguments travel in a file. Whoever lives longer removes the folder. `$folder` is
 * where locks lie.
 */
export function detachedText(step: Detached, virsh: Virsh): string {
  return `(
umask 077
base=/run; [ -w "$base" ] || base=\${XDG_RUNTIME_DIR:-/tmp}
unit=$(mktemp -d "$base/virtfleet-XXXXXXXX") || exit
read -r waiter rest </proc/self/stat; echo "$waiter" >"$unit/waiter"
base64 -d >"$unit/stdin" <<'BASE64'
${base64(step.stdin ?? '')}
BASE64
base64 -d >"$unit/run" <<'BASE64'
${base64(unitText(step, virsh))}
BASE64
if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then
  systemd-run --quiet --collect --unit="\${unit##*/}" --description=Virtfleet sh "$unit/run" "$folder" </dev/null ||
    { status=$?; rm -rf -- "$unit"; exit $status; }
else
  (setsid sh "$unit/run" "$folder" </dev/null >/dev/null 2>&1 &)
fi
tries=0
until [ -e "$unit/status" ]; do
  sleep 0.05
  tries=$((tries + 1))
  if { read -r pid; } 2>/dev/null <"$unit/pid"; then alive=/proc/$pid
  elif [ $tries -lt ${STARTS} ]; then alive=$unit
  else alive=
  fi
  [ -d "$alive" ] || [ -e "$unit/status" ] || { rm -f "$folder/virtfleet.detached"; echo 137 >"$unit/status"; }
done
[ ! -e "$unit/stdout" ] || cat "$unit/stdout"
[ ! -e "$unit/stderr" ] || cat "$unit/stderr" >&2
read -r status <"$unit/status"
rm -rf -- "$unit"
exit "$status"
)`;
}

/** Looks, a twentieth of a second apart, after which a unit that has said nothing is taken for one that never began. */
const STARTS = 200;

/** What the unit runs, with the umask of one; its own files are for nobody else. The folder of locks tells other runs that it does, see lock.ts. */
function unitText({ label, script, args }: Detached, virsh: Virsh): string {
  return `cd -- "\${0%/*}" || exit
export LC_ALL=C
trap '' HUP INT TERM
umask 077
echo $$ >pid
folder=$1
new=$(mktemp "$folder/virtfleet.detached.XXXXXXXX") && chmod 644 "$new" &&
  printf '%s\\n%s\\n' $$ ${quote([label])} >"$new" && mv -fT "$new" "$folder/virtfleet.detached"
libvirt() { ${quote(virshArgv(virsh))} "$@" </dev/null; }
unit() (umask 022
${script}
)
${quote(['unit', ...args])} <stdin >stdout 2>stderr
echo $? >status.new
rm -f "$folder/virtfleet.detached"
mv status.new status
read -r waiter <waiter; [ -d "/proc/$waiter" ] || rm -rf -- "$PWD"
`;
}
