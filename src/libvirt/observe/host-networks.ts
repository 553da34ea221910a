import { type Probe, printed } from '../../plan/probe.ts';
import { ProblemError } from '../../problem.ts';
import { parseDump } from '../format/dump.ts';
import type { Network } from '../model/network.ts';

/**
 * What another network must keep clear of, one line each. Where root asks the system's libvirt, its own files are
 * read: virsh would need a process for the list and one for the definitions, each dearer than all else that is read.
 */
const READ = `
brief() { grep -hE '^(  <(name|uuid|forward|bridge|dns|port|ip)[ />]|    <dhcp|</network)' "$@"; [ $? -le 1 ]; }
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
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const text = printed(answers, 'list the networks');
    return byName(text.split(/^<\/network>\n/m).flatMap(readBrief));
  },
};

/**
 * Of the children of an element at most `<dhcp>` is left, and nothing of that. A definition that nobody can read is in
 * nobody's way.
 */
function readBrief(lines: string): Network[] {
  const closed = lines
    .replaceAll(/\n {4}<dhcp.*$/gm, '<dhcp/></ip>')
    .replaceAll(/^( {2}<[^>]*[^/>])>$/gm, '$1/>');
  try {
    return lines === '' ? [] : [brief(parseDump(`<network>\n${closed}</network>`))];
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

/**
 * What others must keep clear of: names, the bridge, the subnets, and whether libvirt serves DHCP and DNS there. Also
 * whether its ports are isolated, which guests get from it.
 */
export function brief({ name, uuid, forward, bridge, dns, port, ip }: Network): Network {
  const { mode, dev, managed } = forward ?? {};
  const attributes = { ...(dev && { dev }), ...(mode && { mode }), ...(managed && { managed }) };
  return {
    name,
    ...(uuid !== undefined && { uuid }),
    ...(forward && { forward: attributes }),
    ...(bridge && { bridge }),
    ...(dns?.enable && { dns: { enable: dns.enable } }),
    ...(port && { port }),
    ...(ip && { ip: ip.map(({ dhcp, tftp: _, ...each }) => ({ ...each, ...(dhcp && { dhcp: {} }) })) }),
  };
}

export function byName(networks: readonly Network[]): Network[] {
  return networks.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
