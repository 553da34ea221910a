import { type Answer, family, type Probe, ProbeError } from '../../plan/probe.ts';
import { ProblemError } from '../../problem.ts';
import { parseDump } from '../format/dump.ts';
import { hasOwnBridge } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { type NetInfo, parseNetInfo } from './net-info.ts';

/** What a host has of one network. */
export type NetworkState =
  | { exists: false }
  | {
      exists: true;
      active: boolean;
      autostart: boolean;
      /** The definition that the next start takes; absent for a transient network. */
      persistent?: Network;
      /** The definition that runs; absent while it is inactive. */
      live?: Network;
    };

/** A network that the host has. */
export type ExistingNetwork = NetworkState & { exists: true };

/** The bridge that libvirt has made for a network that runs, and takes away when it stops. */
export function ownBridge(state: NetworkState): string | undefined {
  return state.exists && state.live && hasOwnBridge(state.live) ? state.live.bridge?.name : undefined;
}

/** The virsh commands that read one network: its state, its persistent copy, its live copy. */
export function readNetwork(name: string): string[][] {
  const network = ['--network', name];
  return [
    ['net-info', ...network],
    ['net-dumpxml', ...network, '--inactive'],
    ['net-dumpxml', ...network],
  ];
}

/** The networks of a host, by name. */
export const networkStates = family<NetworkState>('network');

/** A network of the host, both its copies, by name. */
export function networkAt(name: string): Probe<NetworkState> {
  return networkStates.of(name, {
    // Its guests are counted in its dump, until it restarts.
    renumbered: true,
    ask: {
      kind: 'virsh',
      commands: readNetwork(name),
    },
    parse: ([info, inactive, live]) => {
      if (!info || !inactive || !live) throw new ProbeError('virsh gave no answer');
      if (info.stdout.length === 0) return absent(info);
      return networkState(
        parseNetInfo(info.stdout.toString()),
        inactive.stdout.toString(),
        live.stdout.toString(),
      );
    },
  });
}

/** Both copies as they were dumped, with what `net-info` says of them. */
export function networkState(info: NetInfo, inactive: string, live: string): NetworkState & { exists: true } {
  const persistent = info.persistent ? dumped(inactive) : undefined;
  // What says the same is one value, which is compared once.
  const running = info.active && (persistent && live === inactive ? persistent : dumped(live));
  return {
    exists: true,
    active: info.active,
    autostart: info.autostart,
    ...(persistent && { persistent }),
    ...(running && { live: running }),
  };
}

/** How many guests are connected changes by itself and is no part of a definition. */
function dumped(xml: string): Network {
  try {
    const { connections: _, ...definition } = parseDump(xml);
    return definition;
  } catch (error) {
    // libvirt does not escape everything it prints.
    if (!(error instanceof ProblemError)) throw error;
    throw new ProbeError(`libvirt prints a definition that cannot be read: ${error.message}`);
  }
}

/** In a batch, virsh(1) has no exit status per command: its message on stderr says whether the network is missing. */
function absent({ stderr }: Answer): NetworkState {
  const said = stderr.toString().trim();
  if (/Network not found|failed to get network/.test(said) && !/connect/.test(said)) return { exists: false };
  throw new ProbeError(said || 'libvirt gave no answer');
}
