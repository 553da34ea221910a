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
