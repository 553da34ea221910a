import type { AuditedHost } from '../host-model.ts';
import { type OnHost, onHosts, type Rule, when } from '../rule.ts';

/** What the kernel has as the bridge of all ports of Open vSwitch, whichever of its bridges they are on. */
const SWITCH = 'ovs-system';

/** Rules about the interfaces of guests, and what is left of them. */
export const GUEST_RULES: readonly Rule[] = [
  {
    id: 'guest-off-bridge',
    severity: 'error',
    summary: 'A running guest is not on the bridge of its network',
    why: 'No frame of it gets through. It happens when somebody restarts a network, or a bridge is made again.',
    todo: 'Run the network task: it plugs the guest in again.',
    find: onHosts((host) =>
      host.networks.flatMap(({ active, bridge, guests }) =>
        guests.flatMap(({ guest, type, interface: tap, master }) => {
          const isOff =
            active &&
            type === 'network' &&
            bridge !== undefined &&
            tap !== undefined &&
            host.links.get(tap)?.kind === 'tap' &&
            master !== bridge &&
            master !== SWITCH;
          const evidence = `${tap} is on ${master ?? 'no bridge'} instead of ${bridge}`;
          return when(isOff, evidence, ['ip', 'link', 'set', 'dev', tap ?? '', 'master', bridge ?? '']).map(
            (one) => ({ object: `guest ${guest}`, ...one }),
          );
        }),
      ),
    ),
  },
  {
    id: 'guest-on-default-network',
    severity: 'warning',
    summary: "A guest is on libvirt's default network although the host has others",
    why: 'Programs that make guests take the network default where nothing is said. It is the same subnet behind NAT on every host, and nobody reaches the guest.',
    todo: 'Plug the guest into the network that is meant for it, and take the default network away.',
    find: eachInterface(({ network }, { networks }) => {
      const others = networks.filter(({ name, active }) => active && name !== 'default');
      return network === 'default' && others.length > 0
        ? `on default; there are ${others.map(({ name }) => name).join(', ')}`
        : undefined;
    }),
  },
  {
    id: 'guest-network-missing',
    severity: 'error',
    summary: 'A guest names a network that the host does not have',
    why: 'The guest does not start, or runs on and does not start again.',
    todo: 'Describe the network for this host, or plug the guest into another one.',
    find: eachInterface(({ network }, { networks, unreadable }) =>
      network !== undefined && ![...networks, ...unreadable].some(({ name }) => name === network)
        ? `there is no network ${network}`
        : undefined,
    ),
  },
  {
    id: 'guest-bridge-missing',
    severity: 'error',
    summary: 'A guest names a bridge that the host does not have',
    why: 'The guest does not start, or runs on and does not start again.',
    todo: 'Describe the bridge for this host, or plug the guest into another one.',
    find: eachInterface(({ type, bridge }, { links }) =>
      type === 'bridge' && bridge !== undefined && !links.has(bridge)
        ? `there is no bridge ${bridge}`
        : undefined,
    ),
  },
  {
    id: 'guest-portgroup-missing',
    severity: 'error',
    summary: 'A guest names a portgroup that its network does not have',
    why: 'It gets none of the settings that the portgroup would give it: no VLAN, no limits.',
    todo: 'Describe the portgroup in the network, or take it out of the guest.',
    find: eachInterface(({ network, portgroup }, { networks }) => {
      const own = networks.find(({ name }) => name === network);
      const has = own?.definition.portgroup?.some(({ name }) => name === portgroup);
      return own && portgroup !== undefined && !has
        ? `network ${network} has no portgroup ${portgroup}`
        : undefined;
    }),
  },
  {
    id: 'guest-on-other-bridge',
    severity: 'error',
    summary: 'A running guest is on another bridge than its definition names',
    why: 'It is in a network that is not meant for it.',
    todo: 'Plug it in where it belongs; its next start does the same.',
    find: eachInterface(({ type, bridge, interface: tap, master }) =>
      type === 'bridge' &&
      tap !== undefined &&
      bridge !== undefined &&
      ![bridge, SWITCH].includes(master ?? '')
        ? `${tap} is on ${master ?? 'no bridge'} instead of ${bridge}`
        : undefined,
    ),
  },
  {
    id: 'tap-of-nobody',
    severity: 'warning',
    summary: 'A tap belongs to no running guest',
    why: 'A guest that was killed, or a program, left it behind. Its name and its port are taken.',
    todo: 'Delete it, once it is clear that no program uses it.',
    find: onHosts((host) =>
      [...host.links.values()].flatMap(({ name, kind, master, carrier }): OnHost[] => {
        const isOwned = host.guests.some((one) => one.interface === name) || isDummyOf(name, host);
        if (kind !== 'tap' || isOwned || carrier === true) return [];
        return [
          {
            object: `tap ${name}`,
            evidence: `on ${master ?? 'no bridge'}, and of no guest`,
            command: ['ip', 'link', 'delete', 'dev', name],
          },
        ];
      }),
    ),
  },
  {
    id: 'guest-tap-down',
    severity: 'error',
    summary: 'The tap of a running guest is set down',
    why: 'No frame of the guest gets through.',
    todo: 'Set it up, unless virsh domif-setlink took it down on purpose.',
    find: eachInterface(({ interface: tap }, { links }) => {
      const link = tap === undefined ? undefined : links.get(tap);
      return link?.kind === 'tap' && !link.up ? `${tap} is down` : undefined;
    }),
  },
];

/** For a rule that looks at one interface of a guest at a time. */
function eachInterface(
  check: (one: AuditedHost['guests'][number], host: AuditedHost) => string | undefined,
): Rule['find'] {
  return onHosts((host) =>
    host.guests.flatMap((one): OnHost[] => {
      const evidence = check(one, host);
      return evidence === undefined ? [] : [{ object: `guest ${one.guest}`, evidence }];
    }),
  );
}

/** Before 6.0 libvirt gave each bridge a tap of its own, `virbr0-nic`, which held its MAC address. */
function isDummyOf(tap: string, { links }: AuditedHost): boolean {
  return tap.endsWith('-nic') && links.has(tap.slice(0, -'-nic'.length));
}
