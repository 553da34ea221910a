import { type InspectRequest, inspect } from '../../inspect.ts';
import { fleetHolders } from '../../leases/fleet-holders.ts';
import { type Answers, HOLDER_PROBES } from '../../leases/host-claims.ts';
import { addressIn, isSought, type Sought, saidSought } from '../../leases/sought.ts';
import { whereFree } from '../../leases/where-free.ts';
import { ProblemError } from '../../problem.ts';
import { counted } from '../../report/fold.ts';
import { leasesJson, leasesText } from '../../report/leases/leases.ts';
import { formatWarnings } from '../../report/problems.ts';
import { unreadHost } from '../../report/unread-hosts.ts';
import { defineCommand, INTERRUPTED, type Io } from '../command.ts';
import { leases as declaration } from '../declaration/leases.ts';
import { requestOf } from '../request/request.ts';

export const leases = defineCommand(declaration, async (options, io, what = 'all') => {
  const request = await requestOf([], { ...options, tags: [], skipTags: [] }, io);
  const { sought, inspections, warnings, bugs } = await asked(what, request, io);
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const read = inspections.flatMap((one) => ('current' in one ? [one] : []));
  const all = fleetHolders(read, sought !== undefined);
  const found = {
    holders: sought ? all.filter((row) => isSought(row, sought)) : all,
    unseen: read.flatMap(({ host, current }) => unseen(host, current)),
    unreachable: inspections.flatMap((one) => ('problem' in one ? [unreadHost(one.host, one.problem)] : [])),
    nothing: nothing(sought, read),
  };
  io.out(options.format === 'json' ? leasesJson(found) : leasesText(found, io));
  for (const bug of bugs) throw bug;
  if (io.signal.aborted) return INTERRUPTED;
  return found.unreachable.length > 0 ? 4 : 0;
});

/** Asks the hosts that the word names; all, where it is an address or none of them. */
async function asked(what: string, request: InspectRequest, io: Io) {
  const ask = (pattern: string) => inspect(pattern, HOLDER_PROBES, request, io);
  const address = addressIn(what);
  if (address) return { sought: address, ...(await ask('all')) };
  try {
    return { sought: undefined, ...(await ask(what)) };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => code !== 'unmatched-pattern'))
      throw error;
    return { sought: { kind: 'name', name: what } as const, ...(await ask('all')) };
  }
}

function nothing(sought: Sought | undefined, read: readonly { host: string; current: Answers }[]): string {
  const hosts = counted(read.length, 'host');
  if (!sought) return `Nobody holds an address on ${hosts}.`;
  const free = sought.kind === 'ip' ? whereFree(sought.ip, read) : '';
  return [`Nobody holds ${saidSought(sought)} on ${hosts}.`, free].filter(Boolean).join('\n');
}

function unseen(host: string, { networks, instances, leases }: Answers): { host: string; what: string }[] {
  return [
    ...networks.flatMap((network) =>
      'unreadable' in network
        ? [`the reservations of network ${network.name} could not be read: ${network.unreadable}`]
        : network.state.live && !leases.has(network.uuid)
          ? [`the leases of network ${network.name} could not be read: libvirt refuses its own file of them`]
          : [],
    ),
    ...instances.unread.map((name) => `the leases of dnsmasq ${name} are not for this user; -b becomes root`),
  ].map((what) => ({ host, what }));
}
