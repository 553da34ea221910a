import { type BridgePort, bridgePorts, withPort } from '../../host/bridge-ports.ts';
import { type HostLinks, hostLinks, withoutLink } from '../../host/host-links.ts';
import { type Prediction, predict } from '../../plan/change.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { byGuest, type GuestAttachment, guestAttachments } from '../observe/guest-attachments.ts';
import { hostNetworks } from '../observe/host-networks.ts';
import { type GuestDefinition, type GuestState, guestAt } from './guest-state.ts';
import type { Nic } from './nic.ts';

/** What a host has of a guest, and around it. */
export interface GuestContext {
  guest: GuestState;
  attachments: readonly GuestAttachment[];
  networks: readonly Network[];
  ports: readonly BridgePort[];
  host: HostLinks;
}

/** The probes that see it. */
export function guestContext(name: string) {
  return {
    guest: guestAt(name),
    attachments: guestAttachments,
    networks: hostNetworks,
    ports: bridgePorts,
    host: hostLinks,
  };
}

/** The host once the guest is as `guest` says. Nobody knows the names of taps that libvirt is going to make. */
export function withGuest<A extends GuestContext>(around: A, name: string, guest: GuestState): A {
  const own = around.attachments.filter((each) => each.guest === name);
  const others = around.attachments.filter((each) => each.guest !== name);
  const next = attachmentsOf(name, guest, own, around.networks);
  let { ports, host } = around;
  for (const { interface: tap } of own) {
    if (tap === undefined) continue;
    const still = next.find((each) => each.interface === tap);
    ports = withPort(ports, { port: tap, tap: true }, still?.master);
    if (!still) host = withoutLink(host, tap);
  }
  return { ...around, guest, attachments: byGuest([...others, ...next]), ports, host };
}

/** What a change leaves that makes it so. */
export function predictGuest(name: string, { guest, attachments, ports, host }: GuestContext): Prediction[] {
  return [
    predict(guestAt(name), guest),
    predict(guestAttachments, [...attachments]),
    predict(bridgePorts, ports),
    predict(hostLinks, host),
  ];
}

/** A definition as it runs once it is started: nobody knows what libvirt adds. */
export function started(definition: GuestDefinition): GuestDefinition {
  return { ...definition, interfaces: definition.interfaces.map(({ xml: _, ...nic }) => nic) };
}

function attachmentsOf(
  name: string,
  guest: GuestState,
  own: readonly GuestAttachment[],
  networks: readonly Network[],
): GuestAttachment[] {
  if (!guest.exists) return [];
  const running = guest.live !== undefined;
  const saved = !running && own.some((each) => each.saved);
  const migrating = running && own.some((each) => each.migrating);
  const { interfaces = [] } = guest.live ?? guest.persistent ?? {};
  return interfaces.map((nic) => {
    const was = own.find(({ mac }) => mac === nic.mac);
    const about = {
      guest: name,
      uuid: guest.uuid ?? '',
      running,
      ...(saved && { saved }),
      ...(migrating && { migrating }),
      mac: nic.mac ?? '',
      ...(was?.floor && { floor: was.floor }),
      ...(nic.network !== undefined && { network: nic.network }),
    };
    const tap = running && was?.interface !== undefined && { interface: was.interface };
    if (tap && was.running && isUnmoved(nic, was)) {
      const { type, bridge, master, isolated } = was;
      const on = { ...(bridge && { bridge }), ...tap, ...(master && { master }) };
      return { ...about, type, ...on, ...(isolated && { isolated }) };
    }
    const { type, bridge, isolated } = running ? plugged(nic, networks) : resting(nic);
    const master = running && type !== 'direct' && bridge !== undefined && { master: bridge };
    // Of a guest that runs, nobody knows whether it is the guest or the network that wants this; its stored definition says it.
    const isDefined = nic.xml === undefined ? !was?.running && was?.isolated : ISOLATED.test(nic.xml);
    const port = (isDefined || isolated) && { isolated: true as const };
    return { ...about, type, ...(bridge !== undefined && { bridge }), ...tap, ...master, ...port };
  });
}

const ISOLATED = /<port isolated=["']yes["']/;

function isUnmoved({ network, bridge }: Nic, was: GuestAttachment): boolean {
  return network === undefined ? was.network === undefined && was.bridge === bridge : was.network === network;
}

type Place = Pick<GuestAttachment, 'type' | 'bridge' | 'isolated'>;

function resting({ network, bridge }: Nic): Place {
  return network === undefined && bridge !== undefined ? { type: 'bridge', bridge } : { type: 'network' };
}

/**
 * Where an interface of a running guest is plugged in, as its dump has it: with the bridge of the network, and as isolated
 * as its ports.
 */
function plugged(nic: Nic, networks: readonly Network[]): Place {
  const network = networks.find(({ name }) => name === nic.network);
  if (!network) return resting(nic);
  const bridge = network.bridge?.name;
  const mode = modeOf(network);
  if (bridge === undefined) return { type: mode === 'hostdev' ? 'hostdev' : 'direct' };
  const isIsolated = network.port?.isolated === 'yes' && { isolated: true as const };
  return { type: mode === 'bridge' ? 'bridge' : 'network', bridge, ...isIsolated };
}
