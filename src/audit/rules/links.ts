import { modeOf } from '../../libvirt/model/mode.ts';
import { collected } from '../../report/fold.ts';
import { type AuditedHost, innerBridges, uplinksOf } from '../host-model.ts';
import type { LinkFacts } from '../observe/link-facts.ts';
import { type OnHost, onHosts, onNetworks, type Rule, when } from '../rule.ts';
import { usualOf } from './usual.ts';

/** Seconds that the kernel takes at least where there is a spanning tree: BR_MIN_FORWARD_DELAY of Linux. */
const SHORTEST_DELAY = 2;

/** Rules about bridges and links of the kernel. */
export const LINK_RULES: readonly Rule[] = [
  {
    id: 'mtu-above-port',
    severity: 'error',
    summary: 'A bridge has a larger MTU than a port that leads out of it',
    why: 'Full packets of guests are dropped at the port, without a word: connections open and then hang.',
    todo: 'Give port and bridge the same MTU, and look that the switch takes it.',
    find: onBridges((bridge, host) =>
      uplinksOf(bridge.name, host).flatMap(({ name, mtu }) =>
        when(mtu < bridge.mtu, `${name} takes ${mtu} bytes, ${bridge.name} ${bridge.mtu}`, [
          'ip',
          'link',
          'show',
          'master',
          bridge.name,
        ]),
      ),
    ),
  },
  {
    id: 'mtu-above-way-out',
    severity: 'warning',
    summary: 'A network has a larger MTU than the way out of the host',
    why: 'Packets of guests are cut into pieces, or dropped where they must not be, and ICMP is filtered on the way.',
    todo: 'Give the network the MTU of the uplink.',
    find: onNetworks(({ live, bridge }, { links, out }) => {
      const own = bridge === undefined ? undefined : links.get(bridge);
      if (!live || !own || !['nat', 'route', 'open'].includes(modeOf(live))) return [];
      const device = live.forward?.dev ?? out?.defaults.find(({ family }) => family === 'ipv4')?.device;
      const way = device === undefined ? undefined : links.get(device);
      return when(way && way.mtu < own.mtu, `${way?.name} takes ${way?.mtu} bytes, ${own.name} ${own.mtu}`);
    }),
  },
  {
    id: 'mtu-of-tap',
    severity: 'warning',
    summary: 'The tap of a guest has a smaller MTU than its bridge',
    why: 'Packets that others on the bridge send are dropped in front of the guest.',
    todo: 'Give the tap the MTU of the bridge; the guest has to have it, too.',
    find: onHosts(({ guests, links }) =>
      guests.flatMap(({ guest, interface: tap, master }) => {
        const [link, bridge] = [tap, master].map((name) =>
          name === undefined ? undefined : links.get(name),
        );
        const evidence = `${link?.name} takes ${link?.mtu} bytes, ${bridge?.name} ${bridge?.mtu}`;
        return when(link && bridge && link.mtu < bridge.mtu, evidence).map((one) => ({
          object: `guest ${guest}`,
          ...one,
        }));
      }),
    ),
  },
  {
    id: 'mtu-differs-in-fleet',
    severity: 'warning',
    summary: 'A bridge that leads out of the hosts has another MTU than on most of them',
    why: 'Guests that talk to each other over hosts lose full packets, and a guest that moves takes its MTU along.',
    todo: 'Give the bridge one MTU on all hosts.',
    find: ({ hosts }) => {
      const all = hosts.flatMap((host) =>
        hostBridges(host)
          .filter(({ name }) => uplinksOf(name, host).length > 0)
          .map((bridge) => ({ host, bridge })),
      );
      return collected(all, ({ bridge }) => bridge.name).flatMap((same) => {
        const usual = usualOf(same.map(({ bridge }) => bridge.mtu));
        return same.flatMap(({ host, bridge: { name, mtu } }) => {
          const evidence = `${mtu} bytes here, ${usual} on most hosts`;
          const isOther = usual !== undefined && usual !== mtu;
          return isOther ? [{ host: host.name, object: `bridge ${name}`, evidence }] : [];
        });
      });
    },
  },
  {
    id: 'stp-delays-ports',
    severity: 'warning',
    summary: 'A bridge with a spanning tree lets new ports wait',
    why: 'A guest that starts reaches nobody for twice the forward delay: its DHCP and network boot give up before.',
    todo: 'Switch the spanning tree off where the bridge has one uplink, or set forward-delay to 2.',
    find: onBridges(({ name, stp }) =>
      when(stp?.on && stp.forwardDelay > SHORTEST_DELAY, `the forward delay is ${stp?.forwardDelay} s`, [
        'ip',
        '-d',
        'link',
        'show',
        name,
      ]),
    ),
  },
  {
    id: 'bridge-mac-not-set',
    severity: 'warning',
    summary: 'The MAC address of a host bridge is that of a port',
    why: 'It changes when ports come and go. Switches and neighbours then look for the host in the wrong place, and DHCP gives it another address.',
    todo: 'Pin it: macaddress in the bridge task.',
    find: onBridges((bridge, host) => {
      const isTaken =
        !bridge.macIsSet && bridge.addresses.length > 0 && uplinksOf(bridge.name, host).length > 0;
      return when(isTaken && !innerBridges(host).has(bridge.name), `${bridge.mac} was not set`);
    }),
  },
  {
    id: 'uplink-without-carrier',
    severity: 'error',
    summary: 'No port that leads out of a bridge has a link',
    why: 'Guests on the bridge reach nobody outside of the host.',
    todo: 'Look at cable and switch, and set the port up.',
    find: onBridges(({ name }, host) => {
      const ports = uplinksOf(name, host);
      const isDead = ports.length > 0 && ports.every(({ up, carrier }) => !up || carrier === false);
      return when(
        isDead,
        ports.map((port) => `${port.name} ${port.up ? 'has no carrier' : 'is down'}`).join(', '),
      );
    }),
  },
  {
    id: 'bond-without-redundancy',
    severity: 'warning',
    summary: 'A link of a bond is down',
    why: 'The bond works on what is left. The next fault takes the host off the network.',
    todo: 'Look at cable and switch of the link.',
    find: onHosts(({ links }) => {
      const all = [...links.values()];
      return all
        .filter(({ bond }) => bond)
        .flatMap(({ name, bond }) =>
          all
            .filter(({ master, slaveUp }) => master === name && slaveUp === false)
            .map(
              (port): OnHost => ({
                object: `bond ${name}`,
                evidence: `${port.name} has no link (${bond?.mode})`,
              }),
            ),
        );
    }),
  },
  {
    id: 'address-on-port',
    severity: 'error',
    summary: 'A port of a bridge has an address of its own',
    why: 'The kernel gives all that comes in by a port to the bridge: the address does not answer, and its route is in the way.',
    todo: 'Move the address to the bridge.',
    find: onHosts(({ links }) =>
      [...links.values()].flatMap(({ name, master, addresses }) => {
        const isPort = master !== undefined && links.get(master)?.kind === 'bridge';
        return when(
          isPort && addresses.length > 0,
          `${addresses.join(', ')} on ${name}, a port of ${master}`,
        ).map((one) => ({ object: `link ${name}`, ...one }));
      }),
    ),
  },
  {
    id: 'bridge-without-uplink',
    severity: 'warning',
    summary: 'Guests are on a host bridge that leads nowhere',
    why: 'A host bridge is made to bring guests into the network of the host. These reach each other and the host at most.',
    todo: 'Plug the uplink in, or use an isolated network of libvirt.',
    find: onBridges((bridge, host) => {
      const isOwn = innerBridges(host).has(bridge.name);
      const guests = [
        ...new Set(host.guests.flatMap(({ guest, master }) => (master === bridge.name ? [guest] : []))),
      ];
      const isAlone =
        !isOwn &&
        guests.length > 0 &&
        uplinksOf(bridge.name, host).length === 0 &&
        bridge.addresses.length === 0;
      return when(isAlone, `its only ports are those of ${guests.join(', ')}`);
    }),
  },
];

/** For a rule that looks at one bridge of the kernel at a time, whoever made it. */
function onBridges(
  find: (bridge: LinkFacts, host: AuditedHost) => readonly Omit<OnHost, 'object'>[],
): Rule['find'] {
  return onHosts((host) =>
    hostBridges(host).flatMap((bridge) =>
      find(bridge, host).map((one) => ({ object: `bridge ${bridge.name}`, ...one })),
    ),
  );
}

function hostBridges({ links }: AuditedHost): LinkFacts[] {
  return [...links.values()].filter(({ kind }) => kind === 'bridge');
}
