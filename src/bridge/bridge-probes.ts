import { bridgePorts } from '../host/bridge-ports.ts';
import { hostFirewall } from '../host/firewall/host-firewall.ts';
import { hostLinks } from '../host/host-links.ts';
import { networkServices } from '../host/network-services.ts';
import { selfPath } from '../management/self-path.ts';
import type { Current, Probe, Probes } from '../plan/probe.ts';
import type { CurrentBridge } from './current-bridge.ts';
import type { RequestedBridge } from './desired-bridge.ts';
import { hardware } from './kernel/hardware.ts';
import type { LinkState } from './kernel/link.ts';
import { type Matched, type MatchedLink, matchedAt } from './kernel/match.ts';
import { portValueAt } from './kernel/port-values.ts';
import { addressesAt, linkAt, macAt } from './kernel/probes.ts';
import { type Servers, serversAt } from './kernel/servers.ts';
import { hostPorts, parentsOf } from './kernel/underlay-link.ts';

/** What the plan of any bridge rests on. */
function base(name: string) {
  return {
    link: linkAt(name),
    ...selfPath,
    host: hostLinks,
    bridgePorts,
    services: networkServices,
    hardware,
    firewall: hostFirewall,
  };
}

type Base = ReturnType<typeof base>;

/** What the kernel is asked for a bridge, and which services configure the links of the host. */
export function bridgeProbes(desired: RequestedBridge): Probes & Base {
  const { name, macaddress, portValues, matchers } = desired;
  return {
    ...base(name),
    ...(macaddress !== undefined && { mac: macAt(name) }),
    ...(desired.servers && { servers: serversAt(name) }),
    ...Object.fromEntries(portValues.map((one) => [`${one.what} ${one.port}`, portValueAt(name, one)])),
    ...each('link', namedIn(linksOf(desired), desired), linkAt),
    ...each('carries', namedIn(hostPorts(desired), desired), addressesAt),
    ...Object.fromEntries(matchers.map((one) => [`matched ${one.id}`, matchedAt(one)])),
  };
}

/** The answers to `bridgeProbes`. */
export function kernelBridge(
  desired: RequestedBridge,
  current: Current<Base>,
): Omit<CurrentBridge, 'renderer'> & Current<Base> & { matched: Matched } {
  const read = current as Readonly<Record<string, unknown>>;
  const ids = desired.matchers.map(({ id }) => id);
  const matched = all<readonly MatchedLink[]>(read, 'matched', ids);
  const found = Object.values(matched).flat();
  return {
    ...current,
    mac: read.mac as string | null | undefined,
    servers: read.servers as Servers | null | undefined,
    portValues: desired.portValues.map(({ what, port }) => read[`${what} ${port}`] as number | null),
    matched,
    links: {
      ...all<LinkState>(read, 'link', namedIn(linksOf(desired), desired)),
      ...Object.fromEntries(found.map(({ name, link }) => [name, link])),
    },
    carries: {
      ...all<readonly string[]>(read, 'carries', namedIn(hostPorts(desired), desired)),
      ...Object.fromEntries(found.map(({ name, carries }) => [name, carries])),
    },
  };
}

/** The links that a bridge reads. */
function linksOf(desired: RequestedBridge): string[] {
  return [...hostPorts(desired), ...parentsOf(desired), ...desired.underlay.map(({ name }) => name)];
}

/** Those of the links that the task names. */
function namedIn(links: readonly string[], { matchers }: RequestedBridge): string[] {
  return links.filter((link) => matchers.every(({ id }) => id !== link));
}

/** One probe for each name, under a key of its own. */
function each<T>(what: string, names: readonly string[], probe: (name: string) => Probe<T>): Probes {
  return Object.fromEntries(names.map((name) => [`${what} ${name}`, probe(name)]));
}

/** The answers of these probes, by the names. */
function all<T>(read: Readonly<Record<string, unknown>>, what: string, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, read[`${what} ${name}`] as T]));
}
