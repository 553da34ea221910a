import { type Step, scriptStep } from '../plan/step.ts';

const TEST = `
new=$(mktemp) || exit
trap 'rm -f -- "$new"' EXIT
cat >"$new" && dnsmasq --test --conf-file="$new" || exit
for unit; do
  load=$(systemctl show -p LoadState --value -- "$unit")
  [ "$load" = loaded ] || { echo "$unit cannot be restarted: it is $load" >&2; exit 1; }
done`;

/** Refuses a file that dnsmasq would not start with, and a unit that could not be restarted for it. */
export function testStep(content: string, units: readonly string[]): Step {
  return scriptStep('dnsmasq --test', TEST, units, content);
}

export function restartStep(unit: string): Step {
  return { do: 'run', argv: ['systemctl', 'restart', '--', unit] };
}

const KEEP = `
kept=$1
shift
rm -rf -- "$kept" && mkdir -m 700 -- "$kept" || exit
for file; do
  [ ! -e "$file" ] || cp -a -- "$file" "$kept/" || exit
done`;

/** Files that `comeUpStep` puts back. The host's lock sees to it that nobody else is at it. */
export function keepStep(unit: string, files: readonly string[]): Step {
  return scriptStep('keep the old files', KEEP, [keptFolder(unit), ...files]);
}

const COME_UP = `
verb=$1 unit=$2 kept=$3
shift 3
before=$(systemctl is-active -- "$unit")
cursor=$(journalctl -q -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
if systemctl "$verb" -- "$unit" 2>/dev/null; then
  rm -rf -- "$kept"
  exit
fi
journalctl --sync
said=$(journalctl -q -o cat --after-cursor="$cursor" -u "$unit" -t dnsmasq | sort -u)
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
 * Lets an instance take its new files, by `restart` or `reload`. One that does not come up gets back the files that
 * `keepStep` kept, and the step fails with what dnsmasq said.
 */
export function comeUpStep(verb: 'restart' | 'reload', unit: string, files: readonly string[]): Step {
  return scriptStep(`systemctl ${verb} ${unit}`, COME_UP, [verb, unit, keptFolder(unit), ...files]);
}

function keptFolder(unit: string): string {
  return `/run/${unit}.kept`;
}
