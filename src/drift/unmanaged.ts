import { bridgePorts } from '../host/bridge-ports.ts';
import { allNetworks } from '../libvirt/observe/all-networks.ts';
import { guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import type { Unmanaged } from '../plan/evidence.ts';
import { type Current, only, type Probe } from '../plan/probe.ts';

/** The bridges and taps that the kernel has: `bridge NAME`, `tap NAME MASTER`. */
const links: Probe<{ bridges: readonly string[]; taps: readonly { name: string; master?: string }[] }> = {
  key: 'bridges and taps',
  ask: {
    kind: 'script',
    args: [],
    script: `
for link in /sys/class/net/*; do
  name=\${link##*/}
  if [ -d "$link/bridge" ]; then echo "bridge $name"
  elif [ -e "$link/tun_flags" ]; then
    master=$(readlink "$link/master") || master=
    echo "tap $name \${master##*/}"
  fi
done`,
  },
  volatile: true,
  parse: (answers) => {
    const lines = only(answers).stdout.toString().split('\n').filter(Boolean);
    const rows = lines.map((line) => line.split(' '));
    return {
      bridges: rows.flatMap(([kind, name = '']) => (kind === 'bridge' ? [name] : [])),
      taps: rows.flatMap(([kind, name = '', master = '']) =>
        kind === 'tap' ? [{ name, ...(master !== '' && { master }) }] : [],
      ),
    };
  },
};

const probes = { networks: allNetworks, links, guests: guestAttachments, ports: bridgePorts };

/** Finds networks, bridges and taps that no task describes. */
export const unmanagedSearch = {
  probes,
  find: (current: Readonly<Record<string, unknown>>, described: ReadonlySet<string>): Unmanaged[] =>
    unmanaged(current as Current<typeof probes>, described),
};

function unmanaged(
  { networks, links: found, guests }: Current<typeof probes>,
  described: ReadonlySet<string>,
) {
  const ofNetworks = new Set(
    networks.flatMap((network) =>
      'state' in network ? [network.state.live?.bridge?.name, network.state.persistent?.bridge?.name] : [],
    ),
  );
  const owned = new Map(
    guests.flatMap((one) => (one.interface ? [[one.interface, one.guest] as const] : [])),
  );
  return [
    ...networks.map(({ name, ...rest }) => ({
      resource: `network ${name}`,
      about: 'state' in rest ? (rest.state.active ? 'active' : 'inactive') : 'its definition cannot be read',
    })),
    ...found.bridges
      .filter((name) => !ofNetworks.has(name))
      .map((name) => ({ resource: `bridge ${name}`, about: 'of no network' })),
    ...found.taps
      .filter(({ master }) => master === undefined)
      .map(({ name }) => {
        const guest = owned.get(name);
        return {
          resource: `tap ${name}`,
          about: `on no bridge, ${guest ? `of guest ${guest}` : 'of no guest'}`,
        };
      }),
  ].filter(({ resource }) => !described.has(resource));
}
