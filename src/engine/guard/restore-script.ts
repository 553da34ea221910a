import { quote } from '../../plan/quote.ts';
import type { Step } from '../../plan/step.ts';
import { journal } from '../script/journal.ts';
import { LOCK_FOLDER, type Writer } from '../script/lock.ts';
import { BACKUPS } from '../script/state-folders.ts';
import { stepText } from '../script/step.ts';
import type { Virsh } from '../script/virsh.ts';
import { disarm, folderOf, type Guard } from './guard.ts';

/**
 * An address that moved to another link has another MAC address, which neighbours learn from the next ARP request of
 * the host: RFC 826. Without one, they wait for the old entry to fail.
 */
export const ANNOUNCE = `( read -r client <client; set -- $(ip route show default)
  for address in $client \${3-}; do ping -c 1 -W 1 -- "$address" >/dev/null 2>&1 & done; wait )`;

/** What earlier tasks of the run wrote, and nothing has read before this change: it goes with it. */
const PUT_BACK = `
put_back() (
  cd "$1" || exit
  while IFS= read -r path; do
    [ -n "$path" ] || continue
    if [ -e "files$path" ] || [ -L "files$path" ]; then
      mkdir -p -- "\${path%/*}"
      cp -a -- "files$path" "$path.virtfleet" && mv -fT -- "$path.virtfleet" "$path"
    else
      rm -f -- "$path"
    fi
  done <paths
)
put_back .
for earlier in $(ls -1r ${BACKUPS}); do
  earlier=${BACKUPS}/$earlier
  [ "$earlier" != "$PWD" ] && [ -e "$earlier/dormant" ] && cmp -s run "$earlier/run" || continue
  put_back "$earlier" && rm -f "$earlier/dormant" && cat "$earlier/paths" >>also
done`;

/** Plain shell, which works on the host without anybody's help. `deciding` can be made by one only. */
export function restoreText(guard: Guard, virsh: Virsh, writer: Writer): string {
  const all = (steps: readonly Step[]) => steps.map((step) => `(\n${stepText(step, virsh)}\n)`).join('\n');
  return `#!/bin/sh
# Puts this host back as it was before:
#   ${guard.label.replaceAll(/[^ -~]/g, '?')}
# usage: sh restore
export LC_ALL=C VIRTFLEET_GUARD=1
cd ${folderOf(guard)} || exit
${LOCK_FOLDER}
how=\${1-hand}
case $how in
  hand) ;;
  boot) [ ! -e state ] || exit 0 ;;
  *) mkdir deciding 2>/dev/null || exit 0 ;;
esac
# The steps ignore whatever would end them gently.
[ "$how" = failed ] || [ "$how" = boot ] || [ ! -r unit ] ||
  { systemctl kill -s KILL "$(cat unit)"; systemctl stop "$(cat unit)"; } 2>/dev/null
${PUT_BACK}
if [ "$how" = boot ]; then
:
${all(guard.boot)}
else
:
${all(guard.rollback)}
fi
${ANNOUNCE}
echo reverted >state.new && mv state.new state
{ read -r run; } 2>/dev/null <"$folder/virtfleet.lock" && [ "$run" = ${quote([writer.run])} ] && rm -f "$folder/virtfleet.lock"
${disarm(guard)}
read -r by 2>/dev/null <by
${journal(`${guard.label}: rolled back`)}
`;
}
