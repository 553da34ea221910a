import { type Probe, printed } from '../../plan/probe.ts';
import { parseGuests, readGuests } from './guest-taps.ts';

/** An interface of a guest, whether it runs or not. */
export interface GuestAttachment {
  guest: string;
  uuid: string;
  running: boolean;
  /** Its next start goes on from a saved state. */
  saved?: true;
  /** It is on its way to or from another host. */
  migrating?: true;
  /** `network`, `bridge`, `direct`, … */
  type: string;
  mac: string;
  /** The libvirt network that its definition names. */
  network?: string;
  /** The portgroup of that network that its definition names. */
  portgroup?: string;
  /** The bridge that its definition names; for a running guest of a network also that network's. */
  bridge?: string;
  /** Its link on the host, such as `vnet0`; only while the guest runs. */
  interface?: string;
  /** The bridge that the kernel has that link on. */
  master?: string;
  /** It may not talk to other isolated ports of its bridge. */
  isolated?: true;
  /** It has a guaranteed share of the network's bandwidth. */
  floor?: true;
}

/** Where the system's QEMU has no guest, running or defined, virsh is not asked: that costs a host nothing. */
const READ = `
has_guests() {
  for file in /sys/class/net/*/tun_flags /run/libvirt/qemu/*.xml /etc/libvirt/qemu/*.xml; do
    [ ! -e "$file" ] || return 0
  done
  return 1
}
[ "$libvirt_uri" != qemu:///system ] || [ ! -r /etc/libvirt/qemu ] || has_guests || exit 0
${readGuests('all')}`;

/** The interfaces of all guests of a host, by guest, also of those that do not run. */
export const guestAttachments: Probe<readonly GuestAttachment[]> = {
  key: 'guest attachments',
  open: true,
  // A port of a network has an id, and another one when it is plugged in anew.
  renumbered: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    return parseAttachments(printed(answers, 'list the guests'));
  },
};

/** Exported for tests on recorded output. */
export function parseAttachments(text: string): GuestAttachment[] {
  const { masters, domains } = parseGuests(text);
  const all = domains.flatMap(({ name, uuid, running, saved, migrating, interfaces }) =>
    interfaces.map(({ type, mac, network, portgroup, bridge, target, isolated, floor }) => {
      const link = running ? target : undefined;
      const master = link && masters.get(link);
      return {
        guest: name,
        uuid,
        running,
        ...(saved && { saved }),
        ...(migrating && { migrating }),
        type,
        mac,
        ...(network && { network }),
        ...(portgroup && { portgroup }),
        ...(bridge && { bridge }),
        ...(link && { interface: link }),
        ...(master && { master }),
        ...(isolated && { isolated }),
        ...(floor && { floor }),
      };
    }),
  );
  return byGuest(all);
}

/** By name, whoever runs: virsh lists guests in another order when one of them stops. */
export function byGuest(all: readonly GuestAttachment[]): GuestAttachment[] {
  return all.toSorted((one, other) => (one.guest < other.guest ? -1 : Number(one.guest > other.guest)));
}

/** Those of a network: by their definition, by its bridge in their definition, or because the kernel has them on it. */
export function attachmentsOf<A extends Pick<GuestAttachment, 'network' | 'bridge' | 'master'>>(
  network: string,
  bridge: string | undefined,
  all: readonly A[],
): A[] {
  const isOn = (name: string | undefined) => bridge !== undefined && name === bridge;
  return all.filter((each) => each.network === network || isOn(each.bridge) || isOn(each.master));
}
