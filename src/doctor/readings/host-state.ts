import { only, type Probe } from '../../plan/probe.ts';

/** The dnsmasq of a network that libvirt keeps a number for. */
export interface NetworkDaemon {
  network: string;
  pid: number;
  /** One letter of proc(5): `T` is stopped; `?` where this user cannot see it, absent where the process is gone. */
  state?: string;
}

/** A unit of systemd, as `systemctl show` has it. */
export interface Unit {
  name: string;
  load: string;
  active: string;
  file: string;
  result: string;
}

/** What else of a host decides whether its guests have a network. */
export interface HostState {
  /** Values of sysctl, by their files: `net/ipv4/conf/all/rp_filter`. */
  settings: ReadonlyMap<string, string>;
  daemons: readonly NetworkDaemon[];
  units: readonly Unit[];
  /** The name servers of /etc/resolv.conf. */
  resolvers: readonly string[];
  /** Whether dnsmasq is installed. */
  hasDnsmasq: boolean;
  /** Where libvirt writes what dnsmasq reads: blocks that are free, and whether root can write there. */
  folder?: { free: number; writable: boolean };
  /** What networkd was told to plug into bridges, with the file that says so: systemd.network(5). */
  bridgePorts: readonly { bridge: string; port: string; file: string }[];
}

/** Units of libvirt, either one daemon for all or one a driver; and what asks name servers for the host. */
const UNITS = [
  ...['libvirtd', 'virtqemud', 'virtnetworkd'].flatMap((name) => [`${name}.service`, `${name}.socket`]),
  'systemd-resolved.service',
].join(' ');

const READ = `
cd /proc/sys/net || exit
# The kernel gives a value in one piece only, and a shell reads a byte at a time.
grep -s . ipv4/conf/*/rp_filter netfilter/nf_conntrack_count netfilter/nf_conntrack_max |
  while IFS=: read -r file value; do echo "setting net/$file $value"; done
hidden=
[ -r /proc/1/stat ] || hidden='?'
for file in /run/libvirt/network/*.pid; do
  name=\${file##*/} pid= stat=
  name=\${name%.pid}
  { read -r pid <"$file" || [ -n "$pid" ]; } 2>/dev/null || continue
  { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || stat=
  case $stat in *'(dnsmasq) '*) stat=\${stat##*) }; stat=\${stat%% *} ;; *) stat=$hidden ;; esac
  [ "$name" = driver ] || echo "daemon $pid \${stat:--} $name"
done
! command -v systemctl >/dev/null || systemctl show -p Id -p LoadState -p ActiveState -p UnitFileState -p Result ${UNITS} 2>/dev/null
sed -n 's/^[[:space:]]*nameserver[[:space:]]\\{1,\\}\\([^[:space:]]*\\).*/resolver \\1/p' /etc/resolv.conf 2>/dev/null
PATH=$PATH:/usr/sbin:/sbin command -v dnsmasq >/dev/null && echo dnsmasq
folder=/var/lib/libvirt/dnsmasq
if [ -d "$folder" ]; then
  writable=yes
  [ "$(id -u)" != 0 ] || [ -w "$folder" ] || writable=no
  echo "folder $(stat -f -c %a "$folder") $writable"
fi
for file in /etc/systemd/network/*.network /run/systemd/network/*.network; do
  [ -r "$file" ] && bridge=$(sed -n 's/^Bridge=//p' "$file") && [ -n "$bridge" ] || continue
  set -f
  for port in $(sed -n 's/^Name=//p' "$file"); do echo "port $port $bridge $file"; done
  set +f
done
exit 0`;

export const hostState: Probe<HostState> = {
  key: 'state of the host',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseHostState(only(answers).stdout.toString()),
};

/** Exported for tests on recorded output. */
export function parseHostState(text: string): HostState {
  const lines = text.split('\n');
  const rows = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' '));
  const settings = rows('setting').map(([, path = '', value = '']) => [path, value] as const);
  const daemons = rows('daemon').map(([, pid, state, ...name]) => ({
    network: unescaped(name.join(' ')),
    pid: Number(pid),
    ...(state !== undefined && state !== '-' && { state }),
  }));
  const [folder] = rows('folder');
  return {
    settings: new Map(settings),
    daemons,
    units: unitsOf(lines),
    resolvers: rows('resolver').map(([, address = '']) => address),
    hasDnsmasq: lines.includes('dnsmasq'),
    bridgePorts: rows('port')
      .filter(([, port = '']) => !/[*?[!]/.test(port))
      .map(([, port = '', bridge = '', file = '']) => ({ bridge, port, file })),
    ...(folder && { folder: { free: Number(folder[1]), writable: folder[2] === 'yes' } }),
  };
}

/** Blocks of `Key=value`, in the order in which systemd likes them. */
function unitsOf(lines: readonly string[]): Unit[] {
  const blocks: Map<string, string>[] = [];
  for (const line of lines) {
    const [, key, value = ''] = /^(Id|LoadState|ActiveState|UnitFileState|Result)=(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    const last = blocks.at(-1);
    if (!last || last.has(key)) blocks.push(new Map([[key, value]]));
    else last.set(key, value);
  }
  return blocks.map((block) => {
    const of = (key: string) => block.get(key) ?? '';
    return {
      ...{ name: of('Id'), load: of('LoadState'), active: of('ActiveState') },
      ...{ file: of('UnitFileState'), result: of('Result') },
    };
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** libvirt escapes the name of a network in that of its file. */
function unescaped(name: string): string {
  return name.replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}
