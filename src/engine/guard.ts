import type { Confirm } from '../plan/guard.ts';
import { quote } from '../plan/quote.ts';
import { describeStep, type Step } from '../plan/step.ts';
import { base64 } from './command.ts';
import { detachedText } from './detached.ts';
import { LOCK_FOLDER, type Writer } from './lock.ts';
import { stepText } from './step.ts';
import type { Virsh } from './virsh.ts';

/** A change that the host undoes by itself unless a new connection confirms it in time. */
export interface Guard {
  /** Names its backup; letters, digits and dashes. */
  id: string;
  /** What is changed, for the journal of the host and whoever finds the backup. */
  label: string;
  undo: readonly Step[];
  boot: readonly Step[];
  /** Files that are put back. */
  files: readonly string[];
  /** Seconds. */
  seconds: number;
  confirm: Confirm;
}

/** Backups that stay on the host. */
const KEPT = 20;

const BACKUPS = '/var/lib/virtfleet/backups';

/**
 * Two shell texts that do steps under a guard. The first makes a backup and arms a way back that the host takes by
 * itself: a timer, and a unit for a boot in between. The second does the steps as a unit of their own; when one fails
 * the host takes the way back at once.
 */
export function guardedTexts(steps: readonly Step[], guard: Guard, virsh: Virsh, writer: Writer): string[] {
  const chain = steps.map(
    (step) =>
      `{ ${stepText(step, virsh)}\n} || { echo ${quote([`failed: ${describeStep(step)}`])} >&2; false; }`,
  );
  const script = `printf '%s\\n' "\${PWD##*/}" >"$1/unit"
{ ${chain.join(' && ')}
} >"$1/printed"
status=$?
cat "$1/printed"
echo $status >"$1/result.new" && mv "$1/result.new" "$1/result"
(cd "$1" && ${ANNOUNCE})
[ $status = 0 ] || sh "$1/restore" failed
exit $status`;
  const unit = detachedText({ do: 'detached', label: guard.label, script, args: [folderOf(guard)] }, virsh);
  return [`(\n${armText(guard, virsh, writer)}\n)`, unit];
}

/**
 * An address that moved to another link has another MAC address, which neighbours learn from the next ARP request of
 * the host: RFC 826. Without one, they wait for the old entry to fail.
 */
const ANNOUNCE = `( read -r client <client; set -- $(ip route show default)
  for address in $client \${3-}; do ping -c 1 -W 1 -- "$address" >/dev/null 2>&1 & done; wait )`;

function folderOf({ id }: Pick<Guard, 'id'>): string {
  return `${BACKUPS}/${id}`;
}

/** Ends with a status when the way back cannot be armed; then nothing was changed. */
function armText(guard: Guard, virsh: Virsh, writer: Writer): string {
  const { id, files, seconds } = guard;
  return `umask 077
[ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null || {
  echo 'A guarded change needs root and systemd on the host. Nothing was changed.' >&2; exit 1
}
backup=${folderOf(guard)}
mkdir -p "$backup/files" && cd "$backup" || exit
for path in ${quote(files)}; do
  if [ -e "$path" ] || [ -L "$path" ]; then
    mkdir -p -- "files\${path%/*}" && cp -a -- "$path" "files$path" || exit
  fi
done
base64 -d >restore <<'BASE64' || exit
${base64(restoreText(guard, virsh, writer))}
BASE64
cat >/etc/systemd/system/${bootUnit(id)} <<'UNIT' || exit
${unitFile(guard)}
UNIT
mkdir -p /etc/systemd/system/sysinit.target.wants &&
  ln -sf ../${bootUnit(id)} /etc/systemd/system/sysinit.target.wants/ || exit
printf '%s\\n' "\${SSH_CONNECTION%% *}" >client
: >armed
( cd ${BACKUPS} && ls -1t | tail -n +${KEPT + 1} | while read -r old; do [ -e "$old/armed" ] || rm -rf -- "$old"; done )
sync
note ${seconds + 60} && mv -f "$new" "$file"
systemd-run --quiet --collect --unit=${timerUnit(id)} --on-active=${seconds} --timer-property=AccuracySec=100ms \\
  sh "$backup/restore" timer || { status=$?; ${disarm(id)}; exit $status; }
${journal(`${guard.label}: undone in ${seconds} s unless confirmed; by hand: sh ${folderOf(guard)}/restore`)}`;
}

const timerUnit = (id: string) => `virtfleet-guard-${id}`;
const bootUnit = (id: string) => `virtfleet-restore-${id}.service`;

function unitFile(guard: Guard): string {
  return `[Unit]
Description=Virtfleet: undo what was not confirmed before the reboot
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

function disarm(id: string): string {
  return `rm -f armed /etc/systemd/system/${bootUnit(id)} /etc/systemd/system/sysinit.target.wants/${bootUnit(id)}
systemctl stop ${timerUnit(id)}.timer 2>/dev/null`;
}

/** Plain shell, which works on the host without anybody's help. `deciding` can be made by one only. */
function restoreText(guard: Guard, virsh: Virsh, writer: Writer): string {
  const all = (steps: readonly Step[]) => steps.map((step) => `(\n${stepText(step, virsh)}\n)`).join('\n');
  return `#!/bin/sh
# Puts this host back as it was before:
#   ${guard.label.replaceAll(/[^ -~]/g, '?')}
# usage: sh restore
export LC_ALL=C
cd ${folderOf(guard)} || exit
${LOCK_FOLDER}
how=\${1-hand}
case $how in
  hand) ;;
  boot) [ ! -e state ] || exit 0 ;;
  *) mkdir deciding 2>/dev/null || exit 0 ;;
esac
[ "$how" = failed ] || [ "$how" = boot ] || [ ! -r unit ] || systemctl stop "$(cat unit)" 2>/dev/null
for path in ${quote(guard.files)}; do
  if [ -e "files$path" ] || [ -L "files$path" ]; then
    mkdir -p -- "\${path%/*}"
    cp -a -- "files$path" "$path.virtfleet" && mv -fT -- "$path.virtfleet" "$path"
  else
    rm -f -- "$path"
  fi
done
if [ "$how" = boot ]; then
:
${all(guard.boot)}
else
:
${all(guard.undo)}
fi
${ANNOUNCE}
echo reverted >state.new && mv state.new state
${disarm(guard.id)}
{ read -r run; } 2>/dev/null <"$folder/virtfleet.lock" && [ "$run" = ${quote([writer.run])} ] && rm -f "$folder/virtfleet.lock"
${journal(`${guard.label}: undone`)}
`;
}

/** What the host says about a guarded change; see `confirmText`. */
export type Verdict =
  /** Its steps are not at their end. */
  | { kind: 'running' }
  /** The change stays; `printed` is what its steps said. */
  | { kind: 'confirmed'; printed: string }
  /** The host is undoing it, or has undone it. */
  | { kind: 'reverting' }
  | { kind: 'reverted' }
  /** Something does not answer the host; nothing was decided. */
  | { kind: 'unconfirmed'; why: string };

/** Shell text for a new connection: confirms the change and disarms the way back, or says why not. */
export function confirmText(guard: Guard): string {
  const checks = checksOf(guard.confirm);
  return `cd ${folderOf(guard)} || exit
if [ -e state ]; then cat state printed
elif [ ! -e result ]; then echo running
elif read -r status <result && [ "$status" != 0 ]; then echo reverting
else
  why=$(${checks.length > 0 ? checks.join('\n') : ':'}
)
  if [ -n "$why" ]; then printf 'unconfirmed %s\\n' "$why"
  elif mkdir deciding 2>/dev/null; then
    ${disarm(guard.id)}
    echo confirmed >state.new && mv state.new state
    sync
    ${journal(`${guard.label}: confirmed`)}
    cat state printed
  else echo reverting
  fi
fi`;
}

export function takeVerdict(text: string): Verdict {
  const [, word, rest = ''] = /^(\S+)\s?([\s\S]*)$/.exec(text) ?? [];
  if (word === 'unconfirmed') return { kind: 'unconfirmed', why: rest.trim().replaceAll('\n', '; ') };
  if (word === 'confirmed') return { kind: 'confirmed', printed: rest };
  if (word === 'running' || word === 'reverted') return { kind: word };
  return { kind: 'reverting' };
}

function checksOf({ gateway, addresses, ports }: Confirm): string[] {
  return [
    ...(gateway
      ? [
          `set -- $(ip route show default)
  if [ "$2" != via ]; then echo 'the host has no default gateway'
  else ping -c 1 -W 2 -- "$3" >/dev/null 2>&1 || echo "the default gateway $3 does not answer the host"; fi`,
        ]
      : []),
    ...addresses.map(
      (address) =>
        `ping -c 1 -W 2 -- ${quote([address])} >/dev/null 2>&1 || echo ${quote([`${address} does not answer the host`])}`,
    ),
    ...ports.map((port) => {
      const [, host = '', number = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(port) ?? [];
      const open = `timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${quote([host, number])}`;
      return `${open} >/dev/null 2>&1 || echo ${quote([`the host cannot connect to ${port}`])}`;
    }),
  ];
}

/** Shell text for one line in the journal of the host. */
export function journal(text: string): string {
  return `! command -v logger >/dev/null || logger -t virtfleet -- ${quote([text])} || :`;
}
