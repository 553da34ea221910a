import { quote } from '../../plan/quote.ts';
import { type Cause, type Check, unseen, well, wrong, wrongBy } from '../check.ts';
import { onGuest, setLink } from '../commands.ts';
import type { NicSubject } from '../subjects.ts';
import { portFaults } from './bridges.ts';

export const portForwards: Check<NicSubject> = {
  asks: 'its port forwards',
  look: ({ tap, bridge }) => {
    if (!tap?.port || !tap.carrier || !bridge?.up) return undefined;
    return wrongBy(portFaults(tap, bridge), tap.port.state);
  },
};

/** Isolated ports do not reach each other: bridge(8), `isolated`. One that is so by its definition is meant to be. */
export const isNotIsolated: Check<NicSubject> = {
  asks: 'it is isolated only if it is meant to be',
  look: ({ tap, nic, guest }) => {
    if (!tap?.port) return undefined;
    if (!tap.port.isolated || nic.isolated) return well();
    return wrong({
      id: 'tap-isolated',
      rank: 'likely',
      summary: `${tap.name}, of guest ${guest.name}, is an isolated port, and the definition of the guest does not say so: it reaches no other isolated port.`,
      evidence: [`${tap.name}: isolated on`],
      commands: [quote(['bridge', 'link', 'set', 'dev', tap.name, 'isolated', 'off'])],
    });
  },
};

/** Questions of ARP and DHCP go to all: a port to which they are not handed on hears nobody. See bridge(8), `bcast_flood`. */
export const hearsBroadcasts: Check<NicSubject> = {
  asks: 'it gets what is sent to all',
  look: ({ tap, guest }) => {
    if (!tap?.port || tap.port.broadcast) return tap?.port && well();
    return wrong({
      id: 'no-broadcasts',
      rank: 'certain',
      summary: `${tap.name}, of guest ${guest.name}, gets nothing that is sent to all: nobody finds the guest.`,
      evidence: [`${tap.name}: bcast_flood off`],
      commands: [quote(['bridge', 'link', 'set', 'dev', tap.name, 'bcast_flood', 'on'])],
    });
  },
};

/** On a bridge that tells VLANs apart a port without one, or with one that no other port has, reaches nobody. */
export const vlanLeadsOn: Check<NicSubject> = {
  asks: 'others on its bridge have its VLAN',
  look: ({ tap, bridge, kernel, guest }) => {
    if (!tap || !bridge?.bridge?.vlanAware || tap.master !== bridge.name) return undefined;
    const own = kernel.vlans.filter(({ port }) => port === tap.name);
    const pvid = own.find((one) => one.pvid);
    const others = kernel.vlans.filter(
      ({ port }) =>
        port !== tap.name && (port === bridge.name || kernel.links.get(port)?.master === bridge.name),
    );
    const fault = (id: string, summary: string, command: readonly string[]): Cause => ({
      ...{ id, rank: 'certain', summary },
      evidence: [
        `${tap.name}: ${own.map(({ vlan }) => vlan).join(', ') || 'no VLAN'}`,
        `other ports of ${bridge.name}: ${[...new Set(others.map(({ vlan }) => vlan))].join(', ') || 'no VLAN'}`,
      ],
      commands: [quote(command)],
    });
    if (own.length === 0) {
      const set = ['bridge', 'vlan', 'add', 'dev', tap.name, 'vid', '1', 'pvid', 'untagged'];
      return wrong(
        fault('vlan-missing', `${tap.name}, of guest ${guest.name}, is in no VLAN of ${bridge.name}.`, set),
      );
    }
    if (own.some(({ vlan }) => others.some((one) => one.vlan === vlan)))
      return well(`VLAN ${pvid?.vlan ?? 'tagged'}`);
    const [first] = own;
    return wrong(
      fault(
        'vlan-alone',
        `${tap.name}, of guest ${guest.name}, is in VLAN ${first?.vlan}, and no other port of ${bridge.name} is.`,
        ['bridge', 'vlan', 'show'],
      ),
    );
  },
};

export const mtuFits: Check<NicSubject> = {
  asks: 'its packets fit',
  look: (subject) => {
    const { tap, bridge, readings, leases, nic, guest, mtu: wanted, kernel } = subject;
    if (!tap || !bridge || tap.master !== bridge.name) return undefined;
    const others = [...kernel.links.values()].filter(
      ({ master, name }) => master === bridge.name && name !== tap.name,
    );
    // Of a port that takes less the bridge has a check of its own.
    const isLimited = others.some(({ mtu }) => mtu < tap.mtu);
    const least = Math.max(wanted ?? 0, ...others.filter(({ kind }) => kind !== 'tun').map(({ mtu }) => mtu));
    if (tap.mtu < least || (tap.mtu > bridge.mtu && !isLimited)) {
      const isSmall = tap.mtu < least;
      const [narrow, size] = isSmall ? [tap.name, least] : [bridge.name, tap.mtu];
      return wrong({
        id: 'mtu-of-tap',
        rank: isSmall ? 'certain' : 'likely',
        summary: `${narrow} takes packets of ${isSmall ? tap.mtu : bridge.mtu} bytes, and guest ${guest.name} sends up to ${size}: larger ones are lost.`,
        evidence: [`${tap.name}: mtu ${tap.mtu}`, `${bridge.name}: mtu ${bridge.mtu}`],
        commands: [setLink(narrow, 'mtu', String(size))],
      });
    }
    const ip = leases.find(({ mac }) => mac.toLowerCase() === nic.mac)?.ip;
    if (ip === undefined) return well(`mtu ${tap.mtu}, no lease of an address to ask`);
    if (!readings.pings) return unseen(readings.unasked ?? 'the host has no ping');
    const ping = readings.pings.find((one) => one.ip === ip);
    if (!ping) return well(`mtu ${tap.mtu}`);
    if (!ping.short) return well(`${ip} answers no ping`, `mtu ${tap.mtu}`);
    if (ping.long) return well(`${ip} answers packets of ${ping.size} bytes`);
    return wrong({
      id: 'large-packets-lost',
      rank: 'certain',
      summary: `${ip}, of guest ${guest.name}, answers short packets and none of ${ping.size} bytes.`,
      evidence: [`ping ${ip}: short answered, ${ping.size} bytes not`],
      commands: [quote(['ping', '-M', 'do', '-s', String(ping.size - 28), ip])],
    });
  },
};

/** Two links with one address take each other's packets. */
export const macIsItsOwn: Check<NicSubject> = {
  asks: 'no other guest of its bridge has its MAC address',
  look: ({ readings, nic, guest }) => {
    if (!('value' in readings.guests) || nic.bridge === undefined) return undefined;
    const others = readings.guests.value.filter(
      (one) =>
        one.running &&
        one.nics.some((each) => each !== nic && each.mac === nic.mac && each.bridge === nic.bridge),
    );
    if (others.length === 0) return well();
    const names = [guest, ...others].map(({ name }) => name).toSorted();
    return wrong({
      id: 'mac-of-two-guests',
      rank: 'certain',
      summary: `Guests ${names.join(' and ')} have the same MAC address ${nic.mac} on ${nic.bridge}.`,
      evidence: names.map((name) => `${name}: ${nic.mac}`),
      commands: [onGuest('edit', names.at(-1) ?? guest.name)],
    });
  },
};
