import { quote } from '../../plan/quote.ts';
import { describeStep, type Step } from '../../plan/step.ts';
import { base64 } from '../script/command.ts';
import { detachedText } from '../script/detached.ts';
import { journal } from '../script/journal.ts';
import type { Writer } from '../script/lock.ts';
import { BACKUPS, stateFolderText } from '../script/state-folders.ts';
import type { Virsh } from '../script/virsh.ts';
import { bootUnit, disarm, folderOf, type Guard, noteOf, timerUnit } from './guard.ts';
import { ANNOUNCE, restoreText } from './restore-script.ts';

/** Backups that stay on the host, beside those that may still be needed: of this run, and of guards that are armed. */
const KEPT = 20;

/**
 * Bytes that the rollback finds on a disk that has become full: for files that it puts back and what it writes down.
 * That they could be written says that all before them was.
 */
const RESERVE = 1_048_576;

/**
 * Two shell texts that do steps under a guard. The first makes a backup and arms a rollback that the host makes by
 * itself: a timer, and a unit for a boot in between. The second does the steps as a unit of their own; when one fails
 * the host rolls back at once, unless the playbook judges that. Steps find `VIRTFLEET_GUARD` set. `textOf` is their
 * shell text.
 */
export function guardedTexts(
  steps: readonly Step[],
  textOf: (step: Step) => string,
  guard: Guard,
  { virsh, writer }: { virsh: Virsh; writer: Writer },
): string[] {
  const named = (step: Step) =>
    guard.judged ? '' : ` || { echo ${quote([`failed: ${describeStep(step)}`])} >&2; false; }`;
  const chain = steps.map((step) => `{ ${textOf(step)}\n}${named(step)}`);
  const script = `printf '%s\\n' "\${PWD##*/}" >"$1/unit"
export VIRTFLEET_GUARD=1
{ ${chain.join(' && ')}
} >"$1/printed" 2>"$1/said"
status=$?
cat "$1/printed"; cat "$1/said" >&2
echo $status >"$1/status"; result=${guard.judged ? 0 : '$status'}
echo $result >"$1/result.new" && mv "$1/result.new" "$1/result"
(cd "$1" && ${ANNOUNCE})
[ $result = 0 ] || sh "$1/restore" failed
exit $status`;
  const unit = detachedText({ do: 'detached', label: guard.label, script, args: [folderOf(guard)] }, virsh);
  return [`(\n${armText(guard, virsh, writer)}\n)`, unit];
}

/** Ends with a status when the rollback cannot be armed; then nothing was changed. */
function armText(guard: Guard, virsh: Virsh, writer: Writer): string {
  const { files, seconds, label, dormant } = guard;
  const until = `$(($(date +%s) + ${seconds}))`;
  return `umask 077
[ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null || {
  echo 'A guarded change needs root and systemd on the host. Nothing was changed.' >&2; exit 1
}
backup=${folderOf(guard)}
${stateFolderText('backups')} && ${stateFolderText('guards')} || exit
mkdir -p "$backup/files" && cd "$backup" || exit
trap 'status=$?; [ $status = 0 ] || { ${disarm(guard)}; rm -rf -- "$backup"; take "$self" >/dev/null 2>&1; }' EXIT
printf '%s\\n' ${quote([writer.run])} >run
printf '%s\\n' ${quote(files)} >paths
while IFS= read -r path; do
  if [ -e "$path" ] || [ -L "$path" ]; then
    mkdir -p -- "files\${path%/*}" && cp -a -- "$path" "files$path" || exit
  fi
done <paths
${guard.keep === undefined ? '' : `( ${guard.keep}\n) || exit\n`}base64 -d >restore <<'BASE64' || exit
${base64(restoreText(guard, virsh, writer))}
BASE64
echo reverted >reverted; echo confirmed >confirmed; : >undecided; : >empty
head -c ${RESERVE} /dev/urandom >reserve || exit
cat >/etc/systemd/system/${bootUnit(guard)} <<'UNIT' || exit
${unitFile(guard)}
UNIT
mkdir -p /etc/systemd/system/sysinit.target.wants &&
  ln -sf ../${bootUnit(guard)} /etc/systemd/system/sysinit.target.wants/ || exit
from; printf '%s\\n' "$client" >client
printf '%s\\n' "$by" >by
${dormant ? ': >dormant\n' : ''}: >armed || exit
( umask 022; printf '%s\\n' ${quote([writer.owner, label])} "${until}" >${noteOf(guard)} ) || exit
( cd ${BACKUPS} && ls -1t | tail -n +${KEPT + 1} | while read -r old; do
  [ -e "$old/armed" ] || cmp -s "$backup/run" "$old/run" || rm -rf -- "$old"
done )
sync
now=$(date +%s); note ${seconds + 60} && mv -f "$new" "$file"
systemd-run --quiet --collect --unit=${timerUnit(guard)} --on-active=${seconds} --timer-property=AccuracySec=100ms \\
  sh "$backup/restore" timer || exit
${journal(`${label}: rolled back in ${seconds} s unless confirmed; by hand: sh ${folderOf(guard)}/restore`)}`;
}

function unitFile(guard: Guard): string {
  return `[Unit]
Description=Virtfleet: roll back what was not confirmed before the reboot
DefaultDependencies=no
ConditionPathExists=${folderOf(guard)}/armed
RequiresMountsFor=${BACKUPS}
After=local-fs.target
Before=network-pre.target systemd-networkd.service NetworkManager.service networking.service libvirtd.service virtnetworkd.service
Wants=network-pre.target
[Service]
Type=oneshot
ExecStart=/bin/sh ${folderOf(guard)}/restore boot
[Install]
WantedBy=sysinit.target`;
}
