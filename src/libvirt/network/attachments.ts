import { type BridgePort, bridgePorts, withPort } from '../../host/bridge-ports.ts';
import type { SessionPath } from '../../management/session-path.ts';
import { type Impact, NO_IMPACT, type Prediction, predict } from '../../plan/change.ts';
import { type GuestAttachment, guestAttachments } from '../observe/guest-attachments.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';

/** Who is plugged in where on a host. */
export interface Plugged {
  guests: readonly GuestAttachment[];
  ports: readonly BridgePort[];
  session?: SessionPath;
}

/** Everybody whom a network concerns. */
export interface Attached {
  /** The bridge that libvirt has made for it and takes away when it stops; absent where it is the host's, or none. */
  bridge?: string;
  /** Interfaces of running guests that name it, or that are on its own bridge. */
  running: readonly GuestAttachment[];
  /** What the kernel has on its own bridge besides: links of containers, of other programs. */
  others: readonly BridgePort[];
  /** Interfaces of guests that do not run. */
  resting: readonly GuestAttachment[];
  /** Whether this SSH session comes in over its own bridge. */
  session?: true;
}

export function attachedTo(name: string, state: NetworkState, plugged: Plugged): Attached {
  const { guests, ports, session } = plugged;
  const bridge = ownBridge(state);
  const isOn = (word: string | undefined) => bridge !== undefined && word === bridge;
  const all = guests.filter((each) => each.network === name || isOn(each.bridge) || isOn(each.master));
  const links = new Set(guests.map((each) => each.interface));
  return {
    ...(bridge !== undefined && { bridge }),
    running: all.filter(({ running }) => running),
    others: ports.filter((each) => isOn(each.bridge) && !links.has(each.port)),
    resting: all.filter(({ running }) => !running),
    ...(session?.links.some(isOn) && { session: true }),
  };
}

/** Whether nobody would lose a link with the network. */
export function isAlone({ running, others, session }: Attached): boolean {
  return running.length + others.length === 0 && !session;
}

/** What it means to others when a network stops. Where its bridge is the host's, guests keep their link. */
export function stopImpact(attached: Attached, why: string): Impact {
  if (attached.bridge !== undefined || attached.running.length === 0) return linkImpact(attached, why);
  const { note = why } = linkImpact(attached, `${why}; its guests keep their link`);
  return { ...NO_IMPACT, note };
}

/** The running guests lose their link; those that do not run are named, but nothing happens to them. */
export function linkImpact(attached: Attached, why: string): Impact {
  const { bridge, running, others, resting, session } = attached;
  const idle = new Set(resting.map(({ guest, saved }) => `${guest} (${saved ? 'saved' : 'shut off'})`));
  const meets = running.length > 0 || others.length > 0;
  const note = [
    session && `this SSH session comes in over ${bridge}`,
    why,
    !meets && 'no guest is attached',
    others.length > 0 && `also on ${bridge}: ${others.map(({ port }) => port).join(', ')}`,
    idle.size > 0 && `not running: ${[...idle].join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');
  if (!meets) return { disruption: session ? 'management' : 'service', note };
  const guests = running.map(({ guest, mac, interface: link }) => ({
    guest,
    mac,
    ...(link !== undefined && { interface: link }),
  }));
  return { disruption: session ? 'management' : 'link', guests, note };
}

/** Those once these links are plugged into a bridge, or without one into nothing. */
export function plug(
  { guests, ports }: Plugged,
  links: readonly Omit<BridgePort, 'bridge'>[],
  bridge: string | undefined,
): Plugged {
  const names = new Set(links.map(({ port }) => port));
  return {
    guests: guests.map((guest) => {
      if (guest.interface === undefined || !names.has(guest.interface)) return guest;
      const { master: _, ...detached } = guest;
      return bridge === undefined ? detached : { ...detached, master: bridge };
    }),
    ports: links.reduce((all, link) => withPort(all, link, bridge), ports),
  };
}

/** What is on the own bridge of a network. */
export function portsOf({ bridge }: Attached, { ports }: Plugged): readonly BridgePort[] {
  return bridge === undefined ? [] : ports.filter((each) => each.bridge === bridge);
}

/**
 * The taps of running guests that name this network or its own bridge; a macvtap (private, vepa, passthrough) is on no
 * bridge.
 */
export function tapsOf(
  name: string,
  bridge: string | undefined,
  { guests }: Plugged,
): (GuestAttachment & { interface: string })[] {
  const names = ({ type, network, bridge: named }: GuestAttachment) =>
    network === undefined ? type === 'bridge' && bridge !== undefined && named === bridge : network === name;
  return guests.flatMap((guest) =>
    guest.running && guest.interface !== undefined && guest.type !== 'direct' && names(guest)
      ? [{ ...guest, interface: guest.interface }]
      : [],
  );
}

export function predictPlugged({ guests, ports }: Plugged): Prediction[] {
  return [predict(guestAttachments, [...guests]), predict(bridgePorts, ports)];
}
