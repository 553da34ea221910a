import { quote } from '../../plan/quote.ts';
import { addressesOf } from '../addresses.ts';
import { type Cause, type Check, isProbable, well, wrongBy } from '../check.ts';
import { onNetwork } from '../commands.ts';
import type { NetworkSubject } from '../subjects.ts';
import { whyNoDnsmasq } from './dnsmasq-start.ts';
import { saidByLibvirt } from './libvirt-messages.ts';

/** A network that is to run and does not: what stands in its way, or else that somebody stopped it. */
export const runs: Check<NetworkSubject> = {
  asks: 'it runs',
  look: (subject) => {
    const { network, name, users } = subject;
    if (network.state.active) return well();
    const seen = [...bridgeTaken(subject), ...subnetTaken(subject), ...whyNoDnsmasq(subject)];
    const obstacles = seen.some(isProbable) ? seen : [...saidByLibvirt(subject), ...seen];
    const since = users.length > 0 ? [`guests that run and use it: ${users.join(', ')}`] : [];
    const autostart = `it ${network.state.autostart ? 'starts' : 'does not start'} with the host`;
    const stopped: Cause = {
      id: 'network-down',
      rank: 'likely',
      summary: `Network ${name} was stopped, and nothing is seen that keeps it from starting.`,
      evidence: [autostart, ...since],
      commands: [onNetwork('net-start', name)],
      fix: { kind: 'network', name },
    };
    return wrongBy(obstacles.some(isProbable) ? obstacles : [stopped, ...obstacles]);
  },
};

/** libvirt makes a bridge only where no link has its name. */
function bridgeTaken({ kernel, bridge, isOwn, name, readings }: NetworkSubject): Cause[] {
  const link = bridge === undefined || !isOwn ? undefined : kernel.links.get(bridge);
  if (!link || bridge === undefined) return [];
  const ports = [...kernel.links.values()].filter(({ master }) => master === bridge).map((one) => one.name);
  const networks = 'value' in readings.networks ? readings.networks.value : [];
  const owner = networks.find(
    (one) => one.name !== name && 'state' in one && one.state.live?.bridge?.name === bridge,
  );
  const isFree = !owner && ports.length === 0 && link.addresses.length === 0;
  return [
    {
      id: 'bridge-name-taken',
      rank: 'certain',
      summary: owner
        ? `The bridge of network ${name}, ${bridge}, is that of network ${owner.name}, which runs.`
        : `A link named ${bridge} is there already, and libvirt did not make it: network ${name} cannot make its bridge.`,
      evidence: [
        `${bridge} is ${link.kind === undefined ? 'a link' : `of the kind ${link.kind}`}, addresses: ${link.addresses.join(', ') || 'none'}, ports: ${ports.join(', ') || 'none'}`,
      ],
      commands: isFree
        ? [quote(['ip', 'link', 'delete', 'dev', bridge]), onNetwork('net-start', name)]
        : [onNetwork('net-edit', name)],
    },
  ];
}

/** libvirt starts no network whose subnet a route of the host leads to already: networkCheckRouteCollision. */
function subnetTaken({ kernel, definition, bridge, name, isOwn }: NetworkSubject): Cause[] {
  if (!isOwn) return [];
  return addressesOf(definition).flatMap(({ subnet }): Cause[] => {
    const route = kernel.routes.find(({ to, dev }) => to === subnet && dev !== undefined && dev !== bridge);
    if (!route?.dev) return [];
    const own = kernel.links.get(route.dev)?.addresses ?? [];
    return [
      {
        id: 'subnet-taken',
        rank: 'certain',
        summary: `The host reaches ${subnet}, the subnet of network ${name}, by ${route.dev}: libvirt does not start a network there.`,
        evidence: [
          `route: ${subnet} dev ${route.dev}${route.via === undefined ? '' : ` via ${route.via}`}`,
          ...(own.length > 0 ? [`addresses of ${route.dev}: ${own.join(', ')}`] : []),
        ],
        commands: [onNetwork('net-edit', name)],
      },
    ];
  });
}
