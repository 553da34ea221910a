import { inspect } from '../inspect.ts';
import { differingCopies } from '../libvirt/compare/copy-differences.ts';
import { modeName } from '../libvirt/model/mode.ts';
import { subnetsOf } from '../libvirt/model/subnets.ts';
import { allLeases } from '../libvirt/observe/all-leases.ts';
import { allNetworks, type ListedNetwork } from '../libvirt/observe/all-networks.ts';
import { dhcpPool } from '../libvirt/observe/dhcp-pool.ts';
import { attachmentsOf } from '../libvirt/observe/guest-attachments.ts';
import { guestTaps } from '../libvirt/observe/guest-taps.ts';
import { hasDnsmasq, runningDnsmasqs } from '../libvirt/observe/network-dump.ts';
import type { Current } from '../plan/probe.ts';
import { quote } from '../plan/quote.ts';
import { ProblemError } from '../problem.ts';
import type { FleetNetworks, NetworkRow } from '../report/networks/network-rows.ts';
import { networksJson, networksText } from '../report/networks/networks.ts';
import { formatWarnings } from '../report/problems.ts';
import { unreadHost } from '../report/unread-hosts.ts';
import { defineCommand, INTERRUPTED, type Io } from './command.ts';
import { networks as declaration } from './declaration/networks.ts';
import type { Values } from './declaration/option.ts';
import { requestOf } from './request/request.ts';

export const networks = defineCommand(declaration, listNetworks, async ({ format }, io) => {
  const none = { networks: [], unreadable: [], unreachable: [] };
  if (format === 'json') io.out(networksJson(none));
});

async function listNetworks(
  options: Values<(typeof declaration)['options']>,
  io: Io,
  pattern = 'all',
): Promise<number> {
  const request = await requestOf([], { ...options, tags: [], skipTags: [] }, io);
  const { inspections, warnings, bugs } = await inspect(pattern, NETWORK_PROBES, request, io).catch(
    (error: unknown) => {
      throw aboutNetworks(error, pattern, request.selection.inventory);
    },
  );
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const read = inspections.flatMap((one) => ('current' in one ? [listed(one.host, one.current)] : []));
  const found: FleetNetworks = {
    networks: read.flatMap((one) => one.networks),
    unreadable: read.flatMap((one) => one.unreadable),
    unreachable: inspections.flatMap((one) => ('problem' in one ? [unreadHost(one.host, one.problem)] : [])),
  };
  io.out(
    options.format === 'json' ? networksJson(found) : networksText(found, { ...io, expand: options.expand }),
  );
  for (const bug of bugs) throw bug;
  if (io.signal.aborted) return INTERRUPTED;
  return found.unreachable.length > 0 ? 4 : 0;
}

/** A pattern that matches no host may be the name of a network. */
function aboutNetworks(error: unknown, pattern: string, inventory: readonly string[]): unknown {
  if (!(error instanceof ProblemError) || !/^[\w.-]+$/.test(pattern)) return error;
  return new ProblemError(
    error.problems.map((problem) =>
      problem.code === 'unmatched-pattern'
        ? {
            ...problem,
            hint: [
              problem.hint,
              'The argument is a host pattern. To show a network of this name on all hosts:',
            ].join('\n'),
            command: quote([
              'virtfleet',
              'show',
              `all/${pattern}`,
              ...inventory.flatMap((source) => ['-i', source]),
            ]),
          }
        : problem,
    ),
  );
}

/** What is asked of each host. */
export const NETWORK_PROBES = {
  networks: allNetworks,
  taps: guestTaps,
  leases: allLeases,
  dnsmasqs: runningDnsmasqs,
};

type Host = Current<typeof NETWORK_PROBES>;

function listed(host: string, current: Host): Omit<FleetNetworks, 'unreachable'> {
  return {
    networks: current.networks.flatMap((network) =>
      'state' in network ? [rowOf(host, network, current)] : [],
    ),
    unreadable: current.networks.flatMap((network) =>
      'unreadable' in network ? [{ host, network: network.name, message: network.unreadable }] : [],
    ),
  };
}

function rowOf(
  host: string,
  { name, uuid, state }: ListedNetwork,
  { taps, leases, dnsmasqs }: Host,
): NetworkRow {
  const { persistent, live, active, autostart } = state;
  const definition = live ?? persistent ?? { name };
  const bridge = definition.bridge?.name;
  const guests = attachmentsOf(name, bridge, taps);
  return {
    host,
    network: name,
    mode: modeName(definition),
    bridge: bridge ?? null,
    subnet: subnetsOf(definition),
    active,
    autostart,
    persistent: persistent !== undefined,
    liveDiffers: persistent && live ? differingCopies(persistent, live) : [],
    guests,
    guestsOffBridge: active && bridge !== undefined ? guests.filter((tap) => tap.master !== bridge) : [],
    dnsmasqDown:
      live && hasDnsmasq(live) && dnsmasqs && !dnsmasqs.networks.includes(name) ? dnsmasqs.daemon : null,
    leases: (live && leases.has(uuid) && dhcpPool(live, leases.get(uuid) ?? [])) || null,
    leasesUnread: (live && !leases.has(uuid)) ?? false,
  };
}
