import { only, type Probe, ProbeError } from '../plan/probe.ts';

/** A file that netplan reads: netplan(5). */
export interface NetplanFile {
  path: string;
  text: string;
}

/** Who runs the network of a host, and what netplan is told. */
export interface HostNetplan {
  /** Whether netplan is installed. */
  installed: boolean;
  /** Whether NetworkManager runs. */
  networkManager: boolean;
  /** Links that ifupdown configures: interfaces(5). */
  ifupdown: readonly string[];
  /** In the order in which netplan reads them. */
  files: readonly NetplanFile[];
}

/** `grep` for all files at once: a process costs more than what it reads. */
const READ = `
command -v netplan >/dev/null && echo netplan
[ ! -d /run/NetworkManager/devices ] || echo NetworkManager
[ ! -s /etc/network/interfaces ] || sed -n 's/^[[:space:]]*iface[[:space:]]\\{1,\\}\\([^ ]*\\).*/ifupdown \\1/p' /etc/network/interfaces
for file in /lib/netplan/*.yaml /etc/netplan/*.yaml /run/netplan/*.yaml; do
  [ ! -e "$file" ] || set -- "$@" "$file"
done
[ $# = 0 ] || grep -aH '' "$@"`;

/** Everything that netplan reads on a host, and what runs its network beside or instead of netplan. */
export const hostNetplan: Probe<HostNetplan> = {
  key: 'netplan files',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const { status, stdout, stderr } = only(answers);
    if (status > 1) throw new ProbeError(`cannot read the netplan files: ${stderr.toString().trim()}`);
    return parseHostNetplan(stdout.toString());
  },
};

function parseHostNetplan(text: string): HostNetplan {
  const lines = text.split('\n');
  const files = new Map<string, string>();
  for (const line of lines) {
    const [, path, rest = ''] = /^(\/[^:]*\.yaml):(.*)$/.exec(line) ?? [];
    if (path !== undefined) files.set(path, `${files.get(path) ?? ''}${rest}\n`);
  }
  return {
    installed: lines[0] === 'netplan',
    networkManager: lines.includes('NetworkManager'),
    ifupdown: lines.filter((line) => line.startsWith('ifupdown ')).map((line) => line.slice(9)),
    files: inOrder([...files].map(([path, content]) => ({ path, text: content }))),
  };
}

/** The host once these files are written, or removed where the content is null. */
export function withFiles(host: HostNetplan, written: Readonly<Record<string, string | null>>): HostNetplan {
  const others = host.files.filter(({ path }) => !Object.hasOwn(written, path));
  const own = Object.entries(written).flatMap(([path, text]) => (text === null ? [] : [{ path, text }]));
  return { ...host, files: inOrder([...others, ...own]) };
}

/** By what netplan orders files. */
export function nameOf({ path }: Pick<NetplanFile, 'path'>): string {
  return path.replace(/^.*\//, '');
}

/** By name, whatever the folder: netplan-generate(8). An empty file says nothing. */
function inOrder(files: readonly NetplanFile[]): NetplanFile[] {
  return files
    .filter(({ text }) => text !== '')
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : nameOf(one) > nameOf(other) ? 1 : 0));
}
