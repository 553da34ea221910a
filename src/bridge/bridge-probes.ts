import { bridgePorts } from '../host/bridge-ports.ts';
import { type FileState, fileAt } from '../host/files.ts';
import { hostLinks } from '../host/host-links.ts';
import { selfPath } from '../management/self-path.ts';
import { applyingPath } from '../netplan/applying.ts';
import { hostNetplan, type NetplanFile } from '../netplan/host-files.ts';
import { keptFiles } from '../netplan/kept-files.ts';
import { type Matched, type MatchedLink, type Matcher, matchedAt } from '../netplan/match.ts';
import { CLOUD_INIT, isOfCloudInit, keptPath } from '../netplan/taken-files.ts';
import type { Current, Probe, Probes } from '../plan/probe.ts';
import type { CurrentBridge, DesiredBridge } from './desired-bridge.ts';
import { hardware } from './kernel/hardware.ts';
import type { LinkState } from './kernel/link.ts';
import { claimedBy, parentsOf } from './kernel/made-link.ts';
import { portValueAt } from './kernel/port-values.ts';
import { addressesAt, linkAt, macAt } from './kernel/probes.ts';
import { type Servers, serversAt } from './kernel/servers.ts';

/** What says which of its probes a bridge has. */
type Probed = Pick<
  DesiredBridge,
  'name' | 'path' | 'interfaces' | 'made' | 'macaddress' | 'portValues' | 'servers'
> & {
  state: 'present' | 'absent';
  takesOver: readonly string[];
  matchers: readonly Matcher[];
};

/** What the plan of any bridge rests on. */
function base({ name, path }: Probed) {
  return {
    file: fileAt(path),
    applying: fileAt(applyingPath(path)),
    link: linkAt(name),
    ...selfPath,
    host: hostLinks,
    bridgePorts,
    netplan: hostNetplan,
    hardware,
  };
}

type Base = ReturnType<typeof base>;

/** All that is asked of a host for a bridge. */
export function bridgeProbes(desired: Probed): Probes & Base {
  const { name, macaddress, takesOver, portValues, matchers } = desired;
  return {
    ...base(desired),
    ...(macaddress !== undefined && { mac: macAt(name) }),
    ...(desired.servers && { servers: serversAt(name) }),
    ...(desired.state === 'absent' && { keptFiles }),
    ...(takesOver.some(isOfCloudInit) && { cloudInit: fileAt(CLOUD_INIT.path) }),
    ...each('now', takesOver, fileAt),
    ...each('kept', takesOver, (file) => fileAt(keptPath(file))),
    ...Object.fromEntries(portValues.map((one) => [`${one.what} ${one.port}`, portValueAt(name, one)])),
    ...each('link', namedIn(linksOf(desired), desired), linkAt),
    ...each('carries', namedIn(claimedBy(desired), desired), addressesAt),
    ...Object.fromEntries(matchers.map((one) => [`matched ${one.id}`, matchedAt(one)])),
  };
}

/** What the probes of `bridgeProbes` saw. */
export function currentBridge(
  desired: Probed,
  current: Current<Base>,
): CurrentBridge & Current<Base> & { matched: Matched } {
  const read = current as Readonly<Record<string, unknown>>;
  const ids = desired.matchers.map(({ id }) => id);
  const matched = all<readonly MatchedLink[]>(read, 'matched', ids);
  const found = Object.values(matched).flat();
  return {
    ...current,
    mac: read.mac as string | null | undefined,
    keptFiles: (read.keptFiles as readonly NetplanFile[] | undefined) ?? [],
    servers: read.servers as Servers | null | undefined,
    cloudInit: read.cloudInit as FileState | undefined,
    taken: desired.takesOver.map((path) => ({
      path,
      now: read[`now ${path}`] as FileState,
      kept: read[`kept ${path}`] as FileState,
    })),
    portValues: desired.portValues.map(({ what, port }) => read[`${what} ${port}`] as number | null),
    matched,
    links: {
      ...all<LinkState>(read, 'link', namedIn(linksOf(desired), desired)),
      ...Object.fromEntries(found.map(({ name, link }) => [name, link])),
    },
    carries: {
      ...all<readonly string[]>(read, 'carries', namedIn(claimedBy(desired), desired)),
      ...Object.fromEntries(found.map(({ name, carries }) => [name, carries])),
    },
  };
}

/** The links of which a bridge has to know. */
function linksOf(desired: Pick<Probed, 'name' | 'interfaces' | 'made'>): string[] {
  return [...claimedBy(desired), ...parentsOf(desired), ...desired.made.map(({ name }) => name)];
}

/** Those of the links that the task names. */
function namedIn(links: readonly string[], { matchers }: Probed): string[] {
  return links.filter((link) => matchers.every(({ id }) => id !== link));
}

/** One probe for each name, under a key of its own. */
function each<T>(what: string, names: readonly string[], probe: (name: string) => Probe<T>): Probes {
  return Object.fromEntries(names.map((name) => [`${what} ${name}`, probe(name)]));
}

/** What these probes saw, by the names. */
function all<T>(read: Readonly<Record<string, unknown>>, what: string, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, read[`${what} ${name}`] as T]));
}
