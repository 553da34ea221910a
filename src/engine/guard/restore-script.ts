import { quote } from '../../plan/quote.ts';
import type { Step } from '../../plan/step.ts';
import { journal } from '../script/journal.ts';
import { LOCK_FOLDER, type Writer } from '../script/lock.ts';
import { BACKUPS } from '../script/state-folders.ts';
import { stepText } from '../script/step.ts';
import { type Virsh, virshArgv } from '../script/virsh.ts';
import { PRIVATE } from '../script/write-file.ts';
import { callOff, disarm, folderOf, type Guard, mountedText } from './guard.ts';

/**
 * An address that moved to another link has another MAC address, which neighbours learn from the next ARP request of
 * the host: RFC 826. Without one, they wait for the old entry to fail.
 */
export const ANNOUNCE = `( read -r client <client; set -- $(ip route show default)
  for address in $client \${3-}; do ping -c 1 -W 1 -- "$address" >/dev/null 2>&1 & done; wait )`;

/**
 * What earlier tasks of the run wrote, and nothing has read before this change: it goes with it. On a disk that is full
 * a file that was there can still be written where it was. One that the disk refuses, as when it is mounted read-only, gets
 * the kept one mounted over it, below /etc, where nobody else can exchange it: programs read that, and the next boot
 * tries again.
 */
const PUT_BACK = `
replace() (
  kept=$PWD/files$1 folder=\${1%/*}/
  ${PRIVATE} || exit
  cp -aT -- "$kept" new && mv -fT new "$1"
  status=$?
  rm -f new; cd /; rmdir -- "$private"
  exit $status
)
lay() { case $2 in /etc/*) mount --bind --make-private -- "$1" "$2" ;; esac; }
put_back() (
  cd "$1" || exit
  while IFS= read -r path; do
    [ -n "$path" ] || continue
    if [ -e "files$path" ] || [ -L "files$path" ]; then
      mkdir -p -- "\${path%/*}"
      replace "$path" || cp -aT --remove-destination -- "files$path" "$path" || lay "files$path" "$path"
    else
      rm -f -- "$path" || lay "$OLDPWD/empty" "$path"
    fi
  done <paths
)
put_back .
for earlier in $(ls -1r ${BACKUPS}); do
  earlier=${BACKUPS}/$earlier
  [ "$earlier" != "$PWD" ] && [ -e "$earlier/dormant" ] && cmp -s run "$earlier/run" || continue
  put_back "$earlier" && rm -f "$earlier/dormant" && cat "$earlier/paths" >>also
done`;

/** A step of libvirt that fails is done once more when libvirt answers. All of them together wait for that for half a minute. */
const isOfLibvirt = (step: Step) => step.do === 'virsh' || step.do === 'virsh-set';

/**
 * Plain shell, which works on the host without anybody's help. Only one can rename `undecided`, which a full disk does
 * not prevent; where the disk refuses that, it has refused it to a confirmation, too.
 */
export function restoreText(guard: Guard, virsh: Virsh, writer: Writer): string {
  const one = (step: Step) => `(\n${stepText(step, virsh)}\n)`;
  const again = (step: Step) =>
    isOfLibvirt(step) ? `attempt() ${one(step)}\nattempt || { answers && attempt; }` : one(step);
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
  boot) [ -e armed ] || exit 0 ;;
  *) mv undecided deciding 2>/dev/null || [ -e undecided ] || exit 0 ;;
esac
rm -f reserve
tries=60
answers() {
  until ${quote(virshArgv(virsh, 'net-list', '--name'))} </dev/null >/dev/null 2>&1; do
    [ $tries -gt 0 ] || return
    tries=$((tries - 1)); sleep 0.5
  done
}
# The steps ignore whatever would end them gently.
[ "$how" = failed ] || [ "$how" = boot ] || [ ! -r unit ] ||
  { systemctl kill -s KILL "$(cat unit)"; systemctl stop "$(cat unit)"; } 2>/dev/null
${mountedText(guard)} | while IFS= read -r path; do umount -- "$path"; done
${PUT_BACK}
if [ "$how" = boot ]; then
:
${guard.boot.map(one).join('\n')}
else
:
${guard.rollback.map(again).join('\n')}
fi
${ANNOUNCE}
[ ! -e reverted ] || mv reverted state
lock=$folder/virtfleet.lock
[ -f "$lock" ] && { read -r run; } 2>/dev/null <"$lock" && [ "$run" = ${quote([writer.run])} ] && rm -f "$lock"
if [ -z "$(${mountedText(guard)})" ]; then
${disarm(guard)}
else
${callOff(guard)}
fi
read -r by 2>/dev/null <by
${journal(`${guard.label}: rolled back`)}
`;
}
