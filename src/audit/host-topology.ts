import { topologyOf as drawn } from '../drift/topology.ts';
import type { Topology } from '../plan/topology.ts';
import type { AuditedHost } from './host-model.ts';

/** How the networks of a host are plugged together, for its drawing. */
export function topologyOf({ networks, unreadable, guests, links }: AuditedHost): Topology {
  const all = [...links.values()];
  return drawn({
    networks: [
      ...networks.map(({ name, active, definition }) => ({ name, active, definition })),
      ...unreadable.map(({ name }) => ({ name, active: false })),
    ],
    guests,
    links: {
      bridges: all.filter(({ kind }) => kind === 'bridge').map(({ name }) => name),
      taps: all
        .filter(({ kind }) => kind === 'tap')
        .map(({ name, master }) => ({ name, ...(master !== undefined && { master }) })),
    },
    ports: all.flatMap(({ name, kind, master }) =>
      master !== undefined && links.get(master)?.kind === 'bridge'
        ? [{ bridge: master, port: name, tap: kind === 'tap' }]
        : [],
    ),
  });
}
