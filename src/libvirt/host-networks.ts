import { only, type Probe, ProbeError } from '../plan/probe.ts';
import { ProblemError } from '../problem.ts';
import type { Network } from './network.ts';
import { parseNetwork } from './parse.ts';

/**
 * What another network must keep clear of, one line each. Where root asks the system's libvirt, its own files are
 * read: virsh would need a process for the list and one for the definitions, each dearer than all else that is read.
 */
const READ = `
brief() { grep -hE '^(  <(name|uuid|forward|bridge|ip)[ />]|</network)' "$@"; [ $? -le 1 ]; }
folder=/etc/libvirt/qemu/networks
if [ "$libvirt_uri" = qemu:///system ] && [ -r "$folder" ]; then
  set -- "$folder"/*.xml
  [ -e "$1" ] || exit 0
  [ ! -r "$1" ] || { brief "$@"; exit; }
fi
dump=
uuids=$(libvirt 'net-list --all --persistent --uuid') || exit
for uuid in $uuids; do dump="$dump net-dumpxml --inactive $uuid;"; done
[ -z "$dump" ] || libvirt "$dump" | brief`;

/** The definitions of all networks of a host, of each what `brief` leaves, sorted by name. */
export const hostNetworks: Probe<readonly Network[]> = {
  key: 'host networks',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const { status, stdout, stderr } = only(answers);
    if (status !== 0) throw new ProbeError(`cannot list the networks: ${stderr.toString().trim()}`);
    return byName(
      stdout
        .toString()
        .split(/^<\/network>\n/m)
        .flatMap(readBrief),
    );
  },
};

/** An element whose children were left out is closed. A definition that nobody can read is in nobody's way. */
function readBrief(lines: string): Network[] {
  const closed = lines.replaceAll(/^( {2}<(?:forward|bridge|ip)\b.*[^/])>$/gm, '$1/>');
  try {
    return lines === '' ? [] : [parseNetwork(`<network>\n${closed}</network>`)];
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/** What other networks must keep clear of: names, the bridge, the subnets. */
export function brief({ name, uuid, forward, bridge, ip }: Network): Network {
  const { mode, dev, managed } = forward ?? {};
  const attributes = { ...(dev && { dev }), ...(mode && { mode }), ...(managed && { managed }) };
  return {
    name,
    ...(uuid !== undefined && { uuid }),
    ...(forward && { forward: attributes }),
    ...(bridge && { bridge }),
    ...(ip && { ip: ip.map(({ dhcp: _, tftp: __, ...each }) => each) }),
  };
}

export function byName(networks: readonly Network[]): Network[] {
  return networks.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
