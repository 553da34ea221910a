import type { BridgePort } from '../plan/bridge-ports.ts';
import { type Change, leaves, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import type { FileState } from '../plan/files.ts';
import type { SessionPath } from '../plan/session-path.ts';
import { applyStep } from './apply.ts';
import { impactOf, touchedBy } from './bridge-impact.ts';
import { bridgeAfter, defined, linkDifferences } from './bridge-link.ts';
import type { Hardware } from './hardware.ts';
import type { HostNetplan } from './host-files.ts';
import { type BridgeParameters, kernelParameters, type LinkState, linkText } from './link.ts';
import type { Settings } from './losses.ts';
import { type PortValue, portValueChanges } from './port-values.ts';
import { addressesAt, linkAt, macAt } from './probes.ts';
import type { WantedRoute } from './static-routes.ts';
import { parameterStep, settleStep, unplugStep } from './steps.ts';
import type { Described } from './take-over.ts';
import { type Others, type TakenFile, takeOver } from './taken-files.ts';
import { claimedBy, isForeign, leaving, type MadeLink, underlayOf } from './underlay.ts';

/** A bridge as a task wants it: its file, and what the kernel then has. */
export interface WantedBridge {
  name: string;
  path: string;
  content: string;
  /** What other files must not describe, with its ports under the names that files have for them, too. */
  described: Described;
  /** What is said of it, under the names of netplan. */
  settings: Settings;
  interfaces: readonly string[];
  /** What its ports are to have. */
  portValues: readonly PortValue[];
  /** The bonds and VLANs that its file describes, too. */
  made: readonly MadeLink[];
  /** As the kernel writes them; see `canonical`. */
  addresses: readonly string[];
  routes: readonly WantedRoute[];
  /** Whether DHCP may add addresses that are not written. */
  dhcp: boolean;
  mtu?: number | undefined;
  /** In lower case. */
  macaddress?: string | undefined;
  parameters?: { [Name in keyof BridgeParameters]?: BridgeParameters[Name] | undefined } | undefined;
}

/** What the plan of a bridge rests on. */
export interface SeenBridge {
  file: FileState;
  link: LinkState;
  /** Read only when one is wanted. */
  mac?: string | null | undefined;
  /** The links that have to do with it: those it takes, those below them, and those it makes. */
  links: Readonly<Record<string, LinkState>>;
  /** One for each that is wanted of the ports; null where it is no port. */
  portValues: readonly (number | null)[];
  /** All addresses of each link that it takes. */
  carries: Readonly<Record<string, readonly string[]>>;
  session: SessionPath;
  /** What is plugged into any bridge of the host. */
  bridgePorts: readonly BridgePort[];
  taken: readonly TakenFile[];
  /** Read only when a file of cloud-init is taken over. */
  cloudInit?: FileState | undefined;
  netplan: HostNetplan;
  hardware: readonly Hardware[];
}

/** What taking over rests on for the bridge with this file. */
export function othersOf(
  path: string,
  { netplan: { files }, hardware, cloudInit }: Pick<SeenBridge, 'netplan' | 'hardware' | 'cloudInit'>,
): Others {
  return { path, files, hardware, cloudInit };
}

const gone: LinkState = { exists: false };

/** A bridge that is only in the file, or only in the kernel, is not there: both are made as wanted. */
export function bridgeChanges(wanted: WantedBridge, seen: SeenBridge): Change[] {
  const { name, path, content, macaddress } = wanted;
  const { file, link } = seen;
  if (link.exists && !link.bridge) return [foreign(name, 'present')];
  const others = wanted.made.filter((made) => isForeign(made, seen.links[made.name] ?? gone));
  if (others.length > 0) return others.map((made) => foreign(made.name, 'present', made.kind));
  const impact = impactOf(wanted, seen);
  const wantedFile = { path, content, mode: '0600', owner: 'root', group: 'root' };
  const inFile = fileChange(wantedFile, file);
  const inFiles = [...takeOver(wanted, seen.taken, othersOf(path, seen)), ...inFile];
  // What a file that stays describes is what is wanted.
  const underlay = underlayOf(wanted.made, inFile.length > 0 ? file : { kind: 'absent' }, seen.links);
  const links = { ...seen.links, ...Object.fromEntries(underlay.next) };
  const next = bridgeAfter(
    wanted,
    link,
    wanted.interfaces.flatMap((port) => links[port] ?? []),
  );
  const inKernel = [...underlay.differences, ...linkDifferences('bridge', name, link, next)];
  if (link.exists && macaddress !== undefined && macaddress !== seen.mac)
    inKernel.push({ what: `macaddress of ${name}`, before: seen.mac ?? null, after: macaddress });
  const ofValues = portValueChanges(name, wanted.portValues, seen.portValues);
  const found: Change[] = [
    ...inFiles,
    ...[...inKernel, ...ofValues.differences].map((difference) => ({
      ...difference,
      impact: NO_IMPACT,
      steps: [],
      leaves: [],
    })),
  ];
  const last = found.at(-1);
  if (!last) return [];
  const settled = [
    leaves(linkAt(name), next),
    ...(macaddress === undefined ? [] : [leaves(macAt(name), macaddress)]),
  ];
  const unplugged = leaving(wanted, link).map((port) => unplugStep(name, port));
  const adjust = [...underlay.after, ...unplugged, ...parametersOf(wanted, link), ...underlay.gone.steps];
  const ports = portsAfter(wanted, seen);
  const waits = [...ports, ...underlay.next, [name, next] as const].map(([link, after]) =>
    settleStep(link, after),
  );
  const steps = [
    ...last.steps,
    ...underlay.before,
    applyStep(touchedBy(wanted, seen)),
    ...adjust,
    ...waits,
    ...ofValues.steps,
  ];
  const ofPorts = ports.flatMap(([port, after]) => [
    leaves(linkAt(port), after),
    ...(seen.taken.length > 0 ? [leaves(addressesAt(port), [])] : []),
  ]);
  const ofMade = [
    ...ofValues.leaves,
    ...underlay.gone.leaves,
    ...underlay.next.map(([made, after]) => leaves(linkAt(made), after)),
  ];
  return [
    ...found.slice(0, -1),
    { ...last, impact, steps, leaves: [...last.leaves, ...ofMade, ...settled, ...ofPorts] },
  ];
}

/** What becomes of ports: they are set up, and lose what is taken out of other files. */
function portsAfter(wanted: WantedBridge, { links, taken }: SeenBridge): [port: string, after: LinkState][] {
  const bare = taken.length > 0 ? { addresses: [], routes: [] } : {};
  return claimedBy(wanted).flatMap((port): [string, LinkState][] => {
    const link = links[port] ?? gone;
    const next = link.exists ? { ...link, up: true, ...bare } : link;
    return linkText(next) === linkText(link) ? [] : [[port, next]];
  });
}

/** networkd sets these when it makes a bridge; that of systemd 252 leaves those of one that is there as they are. */
function parametersOf({ name, parameters }: WantedBridge, link: LinkState) {
  if (!link.exists || !link.bridge) return [];
  const is = link.bridge;
  const entries = Object.entries(defined(parameters)) as [keyof BridgeParameters, number | boolean][];
  const differing = Object.fromEntries(entries.filter(([key, value]) => is[key] !== value));
  return kernelParameters(differing).map(([parameter, value]) => parameterStep(name, parameter, value));
}

export function foreign(name: string, after: string | null, kind = 'bridge'): Change {
  const blocked = `${name} is a link of this host, but no ${kind}. Choose another name.`;
  const what = `${kind} ${name}`;
  return { what, before: 'another kind of link', after, impact: NO_IMPACT, steps: [], leaves: [], blocked };
}
