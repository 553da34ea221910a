import { type Probe, printed } from '../plan/probe.ts';

/** How this SSH session comes in. */
export interface SessionPath {
  /** The address of the client, which is that of the last jump host; absent where there is no such session. */
  client?: string;
  /** The address of the host that the client came to. */
  server?: string;
  serverPort?: number;
  /** The links that carry it: that with the address it came to, that by which the answer leaves, and what they rest on. */
  links: readonly string[];
}

/**
 * Shell text that sets `connection` to that of sshd(8), ENVIRONMENT: the client's address and port, and the host's.
 * sudo drops SSH_CONNECTION, but a process above it still has it.
 */
export const FIND_CONNECTION = `
connection=$SSH_CONNECTION pid=$$
while [ -z "$connection" ] && [ "$pid" -gt 1 ]; do
  connection=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done`;

/**
 * The answer to the client may leave by another link than that with the address it came to. An address is
 * `2: eth0 …`, a route `10.0.0.9 dev eth0 …`. What a link rests on (ports of a bridge, members of a bond) carries the
 * session too; guests do not.
 */
const READ = `${FIND_CONNECTION}
[ -n "$connection" ] || exit 0
below() {
  [ -e "/sys/class/net/$1/tun_flags" ] || echo "link $1"
  for lower in "/sys/class/net/$1"/lower_*; do [ ! -e "$lower" ] || (below "\${lower##*/lower_}"); done
}
set -- $connection
printf 'client %s\\nserver %s\\nport %s\\n' "$1" "$3" "$4"
case $1 in *%*) below "\${1#*%}" ;; esac
printf 'addr show to %s\\nroute get %s from %s\\n' "\${3%%%*}" "\${1%%%*}" "\${3%%%*}" | ip -o -force -batch - 2>/dev/null |
  while read -r line; do
    case \${line%%: *} in
      *[!0-9]*) link=\${line##* dev } ;;
      *) link=\${line#*: } ;;
    esac
    below "\${link%%[ @]*}"
  done`;

/** The path of the SSH session this question came over. */
export const sessionPath: Probe<SessionPath> = {
  key: 'session path',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const text = printed(answers, 'read the way of this session');
    const words = text.trimEnd().split('\n');
    const all = (key: string) =>
      words.filter((word) => word.startsWith(`${key} `)).map((word) => word.slice(key.length + 1));
    const one = (key: string) => all(key)[0];
    const [client, server, port] = [one('client'), one('server'), one('port')];
    return {
      ...(client !== undefined && { client }),
      ...(server !== undefined && { server }),
      ...(port !== undefined && { serverPort: Number(port) }),
      links: [...new Set(all('link'))].toSorted(),
    };
  },
};

/** The path once a link has these addresses (CIDR) and rests on these others, or is gone: the answer leaves where the address is. */
export function pathWith(
  path: SessionPath,
  name: string,
  link: { addresses: readonly string[]; ports: readonly string[] } | undefined,
): SessionPath {
  if (!link) return { ...path, links: path.links.filter((one) => one !== name) };
  const carries = link.addresses.some((address) => address.split('/')[0] === path.server);
  if (!carries) return path;
  return { ...path, links: [...new Set([...path.links, name, ...link.ports])].toSorted() };
}
