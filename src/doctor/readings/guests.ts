import { child, children, domainElement, parseDomain } from '../../libvirt/observe/domain.ts';
import { type Probe, printed } from '../../plan/probe.ts';

/** An interface of a guest, with all that can keep it from its network. */
export interface Nic {
  /** `network`, `bridge`, `direct`, … */
  type: string;
  mac: string;
  network?: string;
  /** As written, or for a running guest of a network the bridge of that network. */
  bridge?: string;
  /** The link that a direct interface is on. */
  device?: string;
  /** Its tap; only while the guest runs. */
  tap?: string;
  /** The definition isolates it from other isolated ports. */
  isolated: boolean;
  /** The virtual cable is pulled out. */
  unplugged: boolean;
  /** The filter of libvirt that it has. */
  filter?: string;
  /** Open vSwitch plugs its tap. */
  openVswitch: boolean;
}

export interface Guest {
  name: string;
  running: boolean;
  /** `running (booted)`, `paused (I/O error)`, `shut off (crashed)`, as virsh says it. */
  state: string;
  /** Whether its guest agent is connected; undefined of a guest that is defined without one. */
  agent?: boolean;
  nics: readonly Nic[];
}

const READ = `
dump= sep=$(printf '\\036')
uuids=$(libvirt 'list --all --uuid') || exit
for uuid in $uuids; do
  dump="$dump echo '$sep'; domstate $uuid --reason; dumpxml $uuid;"
done
[ -n "$dump" ] || exit 0
libvirt "$dump" | sed -n '/^'"$sep"'/p; /^[a-z ]* ([^)]*)$/p; /^<domain/p; /^  <name>/p; /^  <\\/*devices>/p
  /^    <interface/,/^    <\\/interface>/p; /^    <channel/,/^    <\\/channel>/p; /^<\\/domain/p'
exit 0`;

/** All guests of a host. */
export const guests: Probe<readonly Guest[]> = {
  key: 'guests of the doctor',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseGuests(printed(answers, 'list the guests')),
};

/** Exported for tests on recorded output. */
export function parseGuests(text: string): Guest[] {
  return text.split('\x1e').flatMap((part) => {
    const start = part.indexOf('<domain');
    if (start < 0) return [];
    const [state = ''] = part.slice(0, start).trim().split('\n');
    return [guestOf(part.slice(start, part.indexOf('</domain>') + '</domain>'.length), state)];
  });
}

function guestOf(xml: string, state: string): Guest {
  const { name, running, interfaces } = parseDomain(xml);
  const devices = child(domainElement(xml), 'devices');
  const channels = devices ? children(devices, 'channel').map((one) => child(one, 'target')) : [];
  const agent = channels.find((target) => target?.getAttribute('name') === 'org.qemu.guest_agent.0');
  const nodes = devices ? children(devices, 'interface') : [];
  return {
    name,
    running,
    state,
    ...(agent && { agent: agent.getAttribute('state') === 'connected' }),
    nics: interfaces.map((nic, index): Nic => {
      const node = nodes[index];
      const part = (tag: string) => (node ? child(node, tag) : undefined);
      const filter = part('filterref')?.getAttribute('filter');
      const device = part('source')?.getAttribute('dev');
      const { type, mac, network, bridge, target, isolated = false } = nic;
      return {
        type,
        mac,
        ...(network && { network }),
        ...(bridge && { bridge }),
        ...(device && { device }),
        ...(running && target && { tap: target }),
        isolated,
        unplugged: part('link')?.getAttribute('state') === 'down',
        ...(filter && { filter }),
        openVswitch: part('virtualport')?.getAttribute('type') === 'openvswitch',
      };
    }),
  };
}
