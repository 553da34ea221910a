import type { BridgePort } from '../plan/bridge-ports.ts';
import { type Change, type Impact, leaves, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import { type FileState, fileAt, shownContent } from '../plan/files.ts';
import type { Undo } from '../plan/plan.ts';
import type { SessionPath } from '../plan/session-path.ts';
import { bridgeAfter, defined, linkDifferences } from './bridge-link.ts';
import {
  type BridgeParameters,
  type ExistingLink,
  KERNEL_DEFAULTS,
  kernelParameters,
  type LinkState,
} from './link.ts';
import { addressesAt, linkAt, macAt } from './probes.ts';
import {
  applyStep,
  checkStep,
  deleteStep,
  generateStep,
  parameterStep,
  plugStep,
  settleStep,
  unplugStep,
} from './steps.ts';

import { giveBack, type TakenFile, takeOver } from './taken-files.ts';

/** A bridge as a task wants it: its file, and what the kernel then has. */
export interface WantedBridge {
  name: string;
  path: string;
  content: string;
  interfaces: readonly string[];
  /** As the kernel writes them; see `canonical`. */
  addresses: readonly string[];
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
  /** The links that it takes, and all addresses of each. */
  ports: Readonly<Record<string, { link: LinkState; carries: readonly string[] }>>;
  session: SessionPath;
  /** What is plugged into any bridge of the host. */
  bridgePorts: readonly BridgePort[];
  taken: readonly TakenFile[];
  /** Read only when a file of cloud-init is taken over. */
  cloudInit?: FileState | undefined;
}

/** A bridge that is only in the file, or only in the kernel, is not there: both are made as wanted. */
export function bridgeChanges(wanted: WantedBridge, seen: SeenBridge): Change[] {
  const { name, path, content, macaddress } = wanted;
  const { file, link } = seen;
  if (link.exists && !link.bridge) return [foreign(name, 'present')];
  const impact = impactOf(wanted, seen);
  const wantedFile = { path, content, mode: '0600', owner: 'root', group: 'root' };
  const inFiles = checked([...takeOver(wanted, seen.taken, seen.cloudInit), ...fileChange(wantedFile, file)]);
  const portLinks = Object.values(seen.ports).map((port) => port.link);
  const next = bridgeAfter(wanted, link, portLinks);
  const inKernel = linkDifferences(name, link, next);
  if (link.exists && macaddress !== undefined && macaddress !== seen.mac)
    inKernel.push({ what: `macaddress of ${name}`, before: seen.mac ?? null, after: macaddress });
  const found: Change[] = [
    ...inFiles,
    ...inKernel.map((difference) => ({ ...difference, impact: NO_IMPACT, steps: [], leaves: [] })),
  ];
  const last = found.at(-1);
  if (!last) return [];
  const settled = [
    leaves(linkAt(name), next),
    ...(macaddress === undefined ? [] : [leaves(macAt(name), macaddress)]),
  ];
  const unplugged = leaving(wanted, link).map((port) => unplugStep(name, port));
  const adjust = [...unplugged, ...parametersOf(wanted, link)];
  const bared = seen.taken.length > 0 ? bare(wanted, seen) : [];
  const waits = [...bared, [name, next] as const].map(([link, after]) => settleStep(link, after));
  const steps = [...last.steps, applyStep, ...adjust, ...waits];
  const ofPorts = bared.flatMap(([port, after]) => [
    leaves(linkAt(port), after),
    leaves(addressesAt(port), []),
  ]);
  return [
    ...found.slice(0, -1),
    { ...last, impact, steps, leaves: [...last.leaves, ...settled, ...ofPorts] },
  ];
}

/** All files are tried together before the first is written. */
function checked(files: readonly Change[]): Change[] {
  const [first, ...others] = files;
  if (!first) return [];
  const written = files
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.do === 'write' && step.path.startsWith('/etc/netplan/') ? [step] : []));
  const check = checkStep(Object.fromEntries(written.map(({ path, content }) => [path, content])));
  return [{ ...first, steps: [check, ...first.steps] }, ...others];
}

/** The ports that lose their own addresses, without them. */
function bare({ interfaces }: WantedBridge, { ports }: SeenBridge): [port: string, after: LinkState][] {
  return interfaces.flatMap((port): [string, LinkState][] => {
    const link = ports[port]?.link;
    return link?.exists && link.addresses.length > 0 ? [[port, { ...link, addresses: [] }]] : [];
  });
}

/** The way back to a bridge as it was, or to none: netplan leaves a bridge and its ports that no file names any more. */
export function bridgeUndo(wanted: WantedBridge, { link }: Pick<SeenBridge, 'link'>): Undo {
  const { name, interfaces } = wanted;
  const silence = silenceOf(wanted);
  if (!link.exists) return { steps: [deleteStep(name), applyStep], boot: [generateStep], silence };
  const taken = interfaces.filter((port) => !link.ports.includes(port));
  const steps = [
    ...taken.map((port) => unplugStep(name, port)),
    ...leaving(wanted, link).map((port) => plugStep(name, port)),
    ...kernelParameters(link.bridge ?? {}).map(([parameter, value]) => parameterStep(name, parameter, value)),
    applyStep,
    settleStep(name, link),
  ];
  return { steps, boot: [generateStep], silence };
}

/** With a spanning tree a port listens and learns for a forward delay each before it forwards: IEEE 802.1D. */
function silenceOf({ parameters }: WantedBridge): number {
  if (parameters?.stp === false) return 0;
  return 2 * (parameters?.['forward-delay'] ?? KERNEL_DEFAULTS['forward-delay'] ?? 0);
}

/** Removes the file and the link; `netplan apply` alone would leave the link. */
export function bridgeRemoval(
  { name, path }: Pick<WantedBridge, 'name' | 'path'>,
  { file, link, session, bridgePorts, taken }: Omit<SeenBridge, 'ports'>,
): Change[] {
  if (file.kind === 'absent' && !link.exists) return [];
  const what = `bridge ${name}`;
  if (link.exists && !link.bridge) return [foreign(name, null)];
  const impact: Impact = link.exists
    ? (managementImpact([name, ...link.ports], session) ?? removalImpact(link, tapsOf(name, bridgePorts)))
    : NO_IMPACT;
  return [
    ...giveBack(taken),
    {
      what,
      before: link.exists ? 'present' : 'in the file only',
      after: null,
      ...(file.kind === 'file' && { diff: { label: path, before: shownContent(file.content), after: '' } }),
      impact,
      steps: [
        ...(file.kind === 'absent' ? [] : [{ do: 'remove' as const, path }, applyStep]),
        deleteStep(name),
      ],
      leaves: [leaves(fileAt(path), { kind: 'absent' }), leaves(linkAt(name), { exists: false })],
    },
  ];
}

/** The way back to a bridge that was removed, and to the guests that were on it. */
export function removalUndo(
  name: string,
  { link, bridgePorts }: Pick<SeenBridge, 'link' | 'bridgePorts'>,
): Undo {
  const ports = link.exists ? [...link.ports, ...tapsOf(name, bridgePorts)] : [];
  const plugged = ports.map((port) => plugStep(name, port));
  return { steps: [applyStep, ...plugged, settleStep(name, link)], boot: [generateStep] };
}

function tapsOf(name: string, ports: readonly BridgePort[]): string[] {
  return ports.filter(({ bridge, tap }) => bridge === name && tap).map(({ port }) => port);
}

function leaving({ interfaces }: WantedBridge, link: LinkState): string[] {
  return link.exists ? link.ports.filter((port) => !interfaces.includes(port)) : [];
}

/** networkd sets these when it makes a bridge; that of systemd 252 leaves those of one that is there as they are. */
function parametersOf({ name, parameters }: WantedBridge, link: LinkState) {
  if (!link.exists || !link.bridge) return [];
  const is = link.bridge;
  const entries = Object.entries(defined(parameters)) as [keyof BridgeParameters, number | boolean][];
  const differing = Object.fromEntries(entries.filter(([key, value]) => is[key] !== value));
  return kernelParameters(differing).map(([parameter, value]) => parameterStep(name, parameter, value));
}

/** A link that is plugged into a bridge loses its own addresses; one that leaves it loses its neighbours. */
function impactOf(wanted: WantedBridge, { link, ports, session }: SeenBridge): Impact {
  const { name, interfaces, addresses, dhcp } = wanted;
  const before: Pick<ExistingLink, 'ports' | 'addresses'> = link.exists ? link : { ports: [], addresses: [] };
  const taken = interfaces.filter((port) => !before.ports.includes(port));
  const management = managementImpact([name, ...taken, ...leaving(wanted, link)], session);
  if (management) return management;
  const carrying = taken.flatMap((port) => {
    const carries = ports[port]?.carries ?? [];
    return carries.length > 0 ? [`${port} loses ${carries.join(', ')}`] : [];
  });
  const links = [...carrying, ...leaving(wanted, link).map((port) => `${port} leaves the bridge`)];
  if (links.length > 0) return { disruption: 'link', note: links.join('; ') };
  const gone = dhcp ? [] : before.addresses.filter((address) => !addresses.includes(address));
  return gone.length > 0 ? { disruption: 'service', note: `the host loses ${gone.join(', ')}` } : NO_IMPACT;
}

function managementImpact(touched: readonly string[], { links }: SessionPath): Impact | undefined {
  const met = touched.filter((link) => links.includes(link));
  return met.length > 0
    ? { disruption: 'management', note: `this SSH session comes in over ${met.join(', ')}` }
    : undefined;
}

function removalImpact({ ports, addresses }: ExistingLink, taps: readonly string[]): Impact {
  const carried = [...ports, ...taps, ...addresses].join(', ');
  if (carried === '') return NO_IMPACT;
  const disruption = ports.length + taps.length > 0 ? 'link' : 'service';
  const guests =
    taps.length > 0 ? `; guests on ${taps.join(', ')} have no bridge until they are started anew` : '';
  return { disruption, note: `it carries ${carried}${guests}` };
}

function foreign(name: string, after: string | null): Change {
  const blocked = `${name} is a link of this host, but no bridge. Choose another name.`;
  const what = `bridge ${name}`;
  return { what, before: 'another kind of link', after, impact: NO_IMPACT, steps: [], leaves: [], blocked };
}
