import { type Change, predict } from '../plan/change.ts';
import { only, type Probe } from '../plan/probe.ts';
import { type Step, scriptStep } from '../plan/step.ts';

const TEST = `
text=$(cat)
said=$(printf '%s\\n' "$text" | dnsmasq --test --conf-file=- 2>&1) || {
  line=$(printf '%s' "$said" | sed -n 's/.* at line \\([0-9]*\\) of stdin$/\\1/p')
  printf '%s\\n' "$said" | sed '/^$/d; s/ at line [0-9]* of stdin$/:/' >&2
  [ -z "$line" ] || printf '%s\\n' "$text" | sed -n "$line"p >&2
  exit 1
}
for unit; do
  load=$(systemctl show -p LoadState --value -- "$unit")
  [ "$load" = loaded ] || { echo "$unit cannot be restarted: it is $load" >&2; exit 1; }
done`;

/** Refuses a file that dnsmasq would not start with, and a unit that could not be restarted for it. */
export function testStep(content: string, units: readonly string[]): Step {
  return scriptStep('dnsmasq --test', TEST, units, content);
}

/**
 * A change that was cut off before a running process took its files has left those that the process has: they stay.
 * They are moved to their place whole.
 */
const KEEP = `
kept=$1 unit=$2
shift 2
if [ -d "$kept" ] && systemctl -q is-active -- "$unit"; then exit; fi
rm -rf -- "$kept" "$kept.new" && mkdir -m 700 -- "$kept.new" || exit
for file; do
  [ ! -e "$file" ] || cp -a -- "$file" "$kept.new/" || exit
done
mv -- "$kept.new" "$kept"`;

/** Files of a unit; the first identifies them. */
export interface UnitFiles {
  unit: string;
  files: readonly [string, ...string[]];
}

/** Keeps files until `comeUp` has them taken or puts them back. The host's lock sees to it that nobody else is at it. */
export function keepStep({ unit, files }: UnitFiles): Step {
  return scriptStep('keep the old files', KEEP, [keptFolder(files), unit, ...files]);
}

/** Whether a change was cut off between its files and the process that takes them: the old ones are still kept. */
export function cutOffAt({ files }: Pick<UnitFiles, 'files'>): Probe<boolean> {
  return {
    key: `old files of ${files[0]}`,
    ask: { kind: 'script', script: 'if [ -d "$1" ]; then echo kept; fi', args: [keptFolder(files)] },
    parse: (answers) => only(answers).stdout.toString() === 'kept\n',
  };
}

/**
 * Starts or reloads the unit; where it does not come up, says why and puts the old files back. What a process logs just
 * before it ends comes to the journal a moment later, and under its id alone: journald no longer learns the unit of a
 * process that is gone.
 */
const COME_UP = `
verb=$1 unit=$2 kept=$3
shift 3
before=$(systemctl is-active -- "$unit")
cursor=$(journalctl -q -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
if systemctl "$verb" -- "$unit" 2>/dev/null; then
  rm -rf -- "$kept"
  exit
fi
pid=$(systemctl show --property=ExecMainPID --value -- "$unit")
said() {
  journalctl --sync
  for whose in "--unit=$unit" "_PID=$pid"; do
    journalctl -q -o cat --after-cursor="$cursor" -t dnsmasq "$whose"
  done | sort -u
}
left=30
until said=$(said); [ -n "$said" ] || [ "$left" = 0 ]; do
  left=$((left - 1))
  sleep 0.2
done
echo "$unit does not come up: \${said:-dnsmasq says nothing of it}" >&2
systemctl stop -- "$unit"
for file; do
  if [ -e "$kept/\${file##*/}" ]; then mv -f -- "$kept/\${file##*/}" "$file"; else rm -f -- "$file"; fi
done
rm -rf -- "$kept"
if [ "$before" = active ]; then
  systemctl reset-failed -- "$unit"
  if systemctl start -- "$unit"; then echo 'The old files are back and it serves again.' >&2; fi
fi
exit 1`;

/**
 * Lets a unit take its new files, by `restart` or `reload`. One that does not come up gets back the files that
 * `keepStep` kept, and the step fails with what dnsmasq said.
 */
export function comeUp(verb: 'restart' | 'reload', of: UnitFiles): Pick<Change, 'steps' | 'predictions'> {
  const { unit, files } = of;
  const step = scriptStep(`systemctl ${verb} ${unit}`, COME_UP, [verb, unit, keptFolder(files), ...files]);
  return { steps: [step], predictions: [predict(cutOffAt(of), false)] };
}

/** For a unit whose files are right, but were never taken. */
export function takeUpChange(of: UnitFiles): Change {
  return {
    action: 'restart',
    proof: 'observed',
    what: `unit ${of.unit}`,
    copies: ['unit'],
    before: 'has its old files',
    after: 'restarted',
    impact: { disruption: 'service', note: `${of.unit} restarts` },
    ...comeUp('restart', of),
  };
}

/** A boot empties it, and lets every process begin with the files that are there. */
function keptFolder([file]: UnitFiles['files']): string {
  return `/run/virtfleet-kept${file.replaceAll('/', '-')}`;
}
