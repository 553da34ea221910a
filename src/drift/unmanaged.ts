import { bridgePorts } from '../host/bridge-ports.ts';
import { allNetworks } from '../libvirt/observe/all-networks.ts';
import { guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import type { Unmanaged } from '../plan/evidence.ts';
import type { Current } from '../plan/probe.ts';
import { bridgesAndTaps } from './bridges-and-taps.ts';

const probes = { networks: allNetworks, links: bridgesAndTaps, guests: guestAttachments, ports: bridgePorts };

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
