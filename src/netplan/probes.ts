import { only, type Probe } from '../plan/probe.ts';

/** A link of the kernel, as far as netplan decides it. */
export type LinkState =
  | { exists: false }
  | {
      exists: true;
      kind: 'bridge' | 'other';
      mtu: number;
      /** Links that are plugged into a bridge, sorted; the taps of guests are not netplan's and left out. */
      ports: string[];
      /** Global addresses in CIDR notation, sorted. */
      addresses: string[];
    };

/** Nothing here changes by itself, as the timers and lifetimes of `ip -d` do. See ip-address(8), `-brief`. */
const READ = `
cd "/sys/class/net/$1" 2>/dev/null || exit 0
if [ -d bridge ]; then echo 'kind bridge'; else echo 'kind other'; fi
echo "mtu $(cat mtu)"
for port in brif/*; do
  [ -e "$port" ] && [ ! -e "/sys/class/net/\${port#brif/}/tun_flags" ] && echo "port \${port#brif/}"
done
echo "addresses $(ip -br addr show dev "$1" scope global)"`;

/** A link of the host by name. */
export function linkAt(name: string): Probe<LinkState> {
  return {
    key: `link ${name}`,
    ask: { kind: 'script', script: READ, args: [name] },
    parse: (answers) => parseLink(only(answers).stdout.toString()),
  };
}

function parseLink(text: string): LinkState {
  if (text === '') return { exists: false };
  const lines = text.split('\n').map((line) => line.split(/\s+/));
  const all = (key: string) => lines.filter(([word]) => word === key).map(([, ...rest]) => rest);
  // `addresses NAME STATE ADDRESS…`
  const [, , ...addresses] = all('addresses')[0] ?? [];
  return {
    exists: true,
    kind: all('kind')[0]?.[0] === 'bridge' ? 'bridge' : 'other',
    mtu: Number(all('mtu')[0]?.[0]),
    ports: all('port').flat().toSorted(),
    addresses: addresses.filter((word) => word.includes('/')).toSorted(),
  };
}
