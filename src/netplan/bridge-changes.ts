import type { BridgePort } from '../plan/bridge-ports.ts';
import { type Change, type Impact, leaves, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import type { FileState } from '../plan/files.ts';
import type { Undo } from '../plan/plan.ts';
import type { SessionPath } from '../plan/session-path.ts';
import { applyAllStep, applyStep, checkStep, generateStep } from './apply.ts';
import { bridgeAfter, defined, linkDifferences } from './bridge-link.ts';
import { type BridgeParameters, KERNEL_DEFAULTS, kernelParameters, type LinkState } from './link.ts';
import { type PortValue, portValueChanges, portValueSteps, valuesBefore } from './port-values.ts';
import { addressesAt, linkAt, macAt } from './probes.ts';
import { deleteStep, parameterStep, plugStep, settleStep, unplugStep } from './steps.ts';

import { type TakenFile, takeOver } from './taken-files.ts';
import { claimedBy, isForeign, leaving, type MadeLink, underlayOf, underlayUndo } from './underlay.ts';

/** A bridge as a task wants it: its file, and what the kernel then has. */
export interface WantedBridge {
  name: string;
  path: string;
  content: string;
  interfaces: readonly string[];
  /** What its ports are to have. */
  portValues: readonly PortValue[];
  /** The bonds and VLANs that its file describes, too. */
  made: readonly MadeLink[];
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
  const inFiles = checked([...takeOver(wanted, seen.taken, seen.cloudInit), ...fileChange(wantedFile, file)]);
  const underlay = underlayOf(wanted.made, file, seen.links);
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
  const bared = seen.taken.length > 0 ? bare(wanted, seen) : [];
  const waits = [...bared, ...underlay.next, [name, next] as const].map(([link, after]) =>
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
  const ofPorts = bared.flatMap(([port, after]) => [
    leaves(linkAt(port), after),
    leaves(addressesAt(port), []),
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
function bare(wanted: WantedBridge, { links }: SeenBridge): [port: string, after: LinkState][] {
  return claimedBy(wanted).flatMap((port): [string, LinkState][] => {
    const link = links[port];
    return link?.exists && link.addresses.length > 0 ? [[port, { ...link, addresses: [] }]] : [];
  });
}

/** The way back to a bridge as it was, or to none: netplan leaves a bridge and its ports that no file names any more. */
export function bridgeUndo(
  wanted: WantedBridge,
  { link, links, portValues }: Pick<SeenBridge, 'link' | 'links' | 'portValues'>,
): Undo {
  const { name, interfaces } = wanted;
  const silence = silenceOf(wanted);
  const underlay = underlayUndo(wanted.made, links);
  if (!link.exists)
    return { steps: [deleteStep(name), ...underlay, applyAllStep], boot: [generateStep], silence };
  const taken = interfaces.filter((port) => !link.ports.includes(port));
  const steps = [
    ...taken.map((port) => unplugStep(name, port)),
    ...underlay,
    ...leaving(wanted, link).map((port) => plugStep(name, port)),
    ...kernelParameters(link.bridge ?? {}).map(([parameter, value]) => parameterStep(name, parameter, value)),
    applyAllStep,
    settleStep(name, link),
    ...portValueSteps(name, valuesBefore(wanted.portValues, portValues)),
  ];
  return { steps, boot: [generateStep], silence };
}

/** With a spanning tree a port listens and learns for a forward delay each before it forwards: IEEE 802.1D. */
function silenceOf({ parameters }: WantedBridge): number {
  if (parameters?.stp === false) return 0;
  return 2 * (parameters?.['forward-delay'] ?? KERNEL_DEFAULTS['forward-delay'] ?? 0);
}

/** networkd sets these when it makes a bridge; that of systemd 252 leaves those of one that is there as they are. */
function parametersOf({ name, parameters }: WantedBridge, link: LinkState) {
  if (!link.exists || !link.bridge) return [];
  const is = link.bridge;
  const entries = Object.entries(defined(parameters)) as [keyof BridgeParameters, number | boolean][];
  const differing = Object.fromEntries(entries.filter(([key, value]) => is[key] !== value));
  return kernelParameters(differing).map(([parameter, value]) => parameterStep(name, parameter, value));
}

/** The links of the bridge and of what it stands on, with how they are. */
function holdersOf(wanted: WantedBridge, { link, links }: Pick<SeenBridge, 'link' | 'links'>) {
  return [{ ...wanted, link }, ...wanted.made.map((one) => ({ ...one, link: links[one.name] ?? gone }))];
}

/** Every link that is made, is taken or is left, and the ports that stay. */
function touchedBy(wanted: WantedBridge, seen: SeenBridge): string[] {
  const touched = holdersOf(wanted, seen).flatMap((holder) => [
    holder.name,
    ...holder.interfaces,
    ...leaving(holder, holder.link),
  ]);
  return [...new Set(touched)];
}

/** A link that is plugged into a bridge loses its own addresses; one that leaves it loses its neighbours. */
function impactOf(wanted: WantedBridge, { link, links, carries, session }: SeenBridge): Impact {
  const { name, made, addresses, dhcp } = wanted;
  const holders = holdersOf(wanted, { link, links });
  const taken = holders.flatMap(({ interfaces, link: is }) =>
    interfaces.filter((port) => !is.exists || !is.ports.includes(port)),
  );
  const left = holders.flatMap((holder) =>
    leaving(holder, holder.link).map((port) => ({
      port,
      what: holder === holders[0] ? 'the bridge' : holder.name,
    })),
  );
  const touched = [name, ...made.map((one) => one.name), ...taken, ...left.map(({ port }) => port)];
  const management = managementImpact(touched, session);
  if (management) return management;
  const carrying = taken.flatMap((port) => {
    const lost = carries[port] ?? [];
    return lost.length > 0 ? [`${port} loses ${lost.join(', ')}`] : [];
  });
  const notes = [...carrying, ...left.map(({ port, what }) => `${port} leaves ${what}`)];
  if (notes.length > 0) return { disruption: 'link', note: notes.join('; ') };
  const had = link.exists && !dhcp ? link.addresses : [];
  const lost = had.filter((address) => !addresses.includes(address));
  return lost.length > 0 ? { disruption: 'service', note: `the host loses ${lost.join(', ')}` } : NO_IMPACT;
}

export function managementImpact(touched: readonly string[], { links }: SessionPath): Impact | undefined {
  const met = touched.filter((link) => links.includes(link));
  return met.length > 0
    ? { disruption: 'management', note: `this SSH session comes in over ${met.join(', ')}` }
    : undefined;
}

export function foreign(name: string, after: string | null, kind = 'bridge'): Change {
  const blocked = `${name} is a link of this host, but no ${kind}. Choose another name.`;
  const what = `${kind} ${name}`;
  return { what, before: 'another kind of link', after, impact: NO_IMPACT, steps: [], leaves: [], blocked };
}
