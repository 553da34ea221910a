import { quote } from '../../plan/quote.ts';
import { type Cause, type Check, unseen, well, wrong, wrongBy } from '../check.ts';
import { setLink } from '../commands.ts';
import type { Link } from '../readings/links.ts';
import type { BridgeSubject } from '../subjects.ts';
import { uplinkFaults } from './uplink.ts';

const list = (words: readonly string[]) => words.join(', ');

export const hostBridgeIsThere: Check<BridgeSubject> = {
  asks: 'it is there',
  look: ({ name, kernel, users, readings }) => {
    if ('why' in readings.kernel) return unseen(readings.kernel.why);
    if (kernel.links.has(name)) return well();
    return wrong({
      id: 'host-bridge-missing',
      rank: 'certain',
      summary: `There is no bridge ${name} on the host, and ${list(users)} ${users.length === 1 ? 'needs' : 'need'} it.`,
      evidence: [`used by ${list(users)}`],
      commands: ['netplan apply', `ip -br link show type bridge`],
    });
  },
};

export const hostBridgeIsUp: Check<BridgeSubject> = {
  asks: 'it is up',
  look: ({ name, kernel }) => {
    const link = kernel.links.get(name);
    if (!link || link.up) return link && well();
    return wrong({
      id: 'host-bridge-down',
      rank: 'certain',
      summary: `The bridge ${name} of the host was set down.`,
      evidence: [`${name}: down`],
      commands: [setLink(name, 'up')],
    });
  },
};

const portsOf = ({ name, kernel }: BridgeSubject): Link[] =>
  [...kernel.links.values()].filter(({ master }) => master === name);

const isTap = ({ kind }: Link) => kind === 'tun';

/** Ports that lead out: hardware, bonds and VLANs, and what networkd was told to plug in. A veth may be a container's. */
function uplinksOf(subject: BridgeSubject): Link[] {
  const wanted = subject.readings.state.bridgePorts.map(({ port }) => port);
  return portsOf(subject).filter(
    ({ name, kind }) => kind === undefined || kind === 'bond' || kind === 'vlan' || wanted.includes(name),
  );
}

/** The way out of a bridge of the host: a port that is no guest's, or the one that networkd was told to plug in. */
export const hostBridgeLeadsOut: Check<BridgeSubject> = {
  asks: 'its uplink leads out',
  look: (subject) => {
    const { name, kernel, readings, users } = subject;
    const uplinks = uplinksOf(subject);
    const wanted = readings.state.bridgePorts.filter(({ bridge }) => bridge === name);
    const lost = wanted.filter(({ port }) => kernel.links.get(port)?.master !== name);
    const causes = lost.map(({ port, file }): Cause => {
      const link = kernel.links.get(port);
      return {
        id: link ? 'uplink-unplugged' : 'uplink-missing',
        rank: 'certain',
        summary: link
          ? `${port}, the uplink of ${name}, is on ${link.master ?? 'no bridge'}.`
          : `There is no link ${port}, which is the uplink of ${name}.`,
        evidence: [`${file}: ${port} is a port of ${name}`],
        commands: link ? [setLink(port, 'master', name)] : ['ip -br link', 'netplan apply'],
      };
    });
    const all = uplinks.map((port) => uplinkFaults(port.name, kernel, list(users)));
    const isRest = all.some((faults) => faults.length === 0);
    const faults = all.flat().map((cause) => (isRest ? { ...cause, rank: 'possible' as const } : cause));
    return wrongBy([...causes, ...faults]);
  },
};

/** A port that waits for the spanning tree, or that somebody has set so, hands nothing on: bridge(8), `state`. */
export const portsForward: Check<BridgeSubject> = {
  asks: 'its uplink forwards',
  look: (subject) => {
    const uplinks = uplinksOf(subject).filter((port) => port.up && port.carrier);
    const stuck = uplinks.filter(({ port }) => port && port.state !== 'forwarding');
    // The spanning tree keeps all but one closed.
    const bridge = subject.kernel.links.get(subject.name);
    return wrongBy(stuck.length < uplinks.length ? [] : stuck.flatMap((port) => portFaults(port, bridge)));
  },
};

/** A port that was plugged in waits twice for so long, in hundredths of a second, at most: nobody notices. */
const SHORT_DELAY = 400;

/** Also of the tap of a guest. A port that is about to forward has no fault. */
export function portFaults({ name, port }: Link, bridge: Link | undefined): Cause[] {
  const { state = '' } = port ?? {};
  if (!bridge || state === 'forwarding') return [];
  const waits = state === 'listening' || state === 'learning';
  const delay = bridge.bridge?.forwardDelay ?? 0;
  if (waits && delay <= SHORT_DELAY) return [];
  return [
    {
      id: 'port-not-forwarding',
      rank: waits ? 'likely' : 'certain',
      summary: waits
        ? `${name} waits for the spanning tree of ${bridge.name} before it forwards, up to ${delay / 50} seconds.`
        : `${name} forwards nothing on ${bridge.name}: its port is ${state}.`,
      evidence: [`${name}: ${state}`, ...(waits ? [`forward_delay of ${bridge.name}: ${delay}`] : [])],
      commands: waits
        ? [setLink(bridge.name, 'type', 'bridge', 'forward_delay', String(SHORT_DELAY))]
        : [quote(['bridge', 'link', 'set', 'dev', name, 'state', '3'])],
    },
  ];
}

/** A bridge hands on no more than the smallest of its ports takes. */
export const mtusFit: Check<BridgeSubject> = {
  asks: 'packets of its guests fit its uplink',
  look: (subject) => {
    const ports = portsOf(subject);
    const uplinks = ports.filter((port) => !isTap(port));
    const taps = ports.filter(isTap);
    const largest = Math.max(0, ...taps.map(({ mtu }) => mtu));
    const small = uplinks.filter(({ mtu }) => mtu < largest);
    return wrongBy(
      small.map((port) => ({
        id: 'mtu-smaller-along-the-way',
        rank: 'likely' as const,
        summary: `Guests on ${subject.name} send packets of ${largest} bytes, and ${port.name} takes ${port.mtu}: large ones are lost.`,
        evidence: [...ports.map(({ name, mtu }) => `${name}: mtu ${mtu}`)],
        commands: [setLink(port.name, 'mtu', String(largest))],
      })),
    );
  },
};
