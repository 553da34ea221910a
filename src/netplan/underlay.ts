import { type Change, leaves } from '../plan/change.ts';
import type { FileState } from '../plan/files.ts';
import type { Step } from '../plan/step.ts';
import { type Asked, askedBy } from './asked.ts';
import { type LinkDifference, linkDifferences } from './bridge-link.ts';
import { globalAddresses } from './document.ts';
import { fileLinks } from './file-links.ts';
import { type ExistingLink, type LinkState, smallestMtu } from './link.ts';
import { linkAt } from './probes.ts';
import { routesAfter, type WantedRoute } from './static-routes.ts';
import { deleteStep, unplugStep } from './steps.ts';
import type { Unset } from './unset.ts';

/** A bond or a VLAN that the file of a bridge describes, too. */
export interface MadeLink {
  name: string;
  kind: 'bond' | 'vlan';
  /** The links that a bond takes; none for a VLAN. */
  interfaces: readonly string[];
  /** Only of a VLAN. */
  vlan?: { id: number; link: string };
  /** As the kernel writes them; see `globalAddresses`. */
  addresses: readonly string[];
  routes?: readonly WantedRoute[];
  /** Whether DHCP may add addresses that are not written. */
  dhcp?: boolean;
  asks?: readonly Asked[];
  mtu?: number | undefined;
}

/** What a task says of them, see `bridgeArguments`. */
interface Described {
  bonds?: Readonly<Record<string, Settings & { interfaces: readonly string[] }>> | undefined;
  vlans?: Readonly<Record<string, Settings & { id: number; link: string }>> | undefined;
}

interface Settings {
  addresses: readonly string[];
  routes?: readonly WantedRoute[] | undefined;
  dhcp4?: boolean | undefined;
  dhcp6?: boolean | undefined;
  'accept-ra'?: boolean | undefined;
  'link-local'?: readonly string[] | undefined;
  mtu?: number | undefined;
}

/** The bonds and VLANs that a task describes. */
export function madeOf({ bonds = {}, vlans = {} }: Described): MadeLink[] {
  const of = (settings: Settings) => {
    const { addresses, routes = [], dhcp4, dhcp6, mtu } = settings;
    const dhcp = dhcp4 === true || dhcp6 === true;
    return { addresses: globalAddresses(addresses), routes, dhcp, asks: askedBy(settings), mtu };
  };
  return [
    ...Object.entries(bonds).map(([name, settings]) => {
      return { name, kind: 'bond' as const, interfaces: settings.interfaces, ...of(settings) };
    }),
    ...Object.entries(vlans).map(([name, settings]) => {
      const { id, link } = settings;
      return { name, kind: 'vlan' as const, interfaces: [], vlan: { id, link }, ...of(settings) };
    }),
  ];
}

/** What the kernel has of such a link once netplan applied the file; `states` are those of the links below it. */
function madeAfter(
  made: MadeLink,
  link: LinkState,
  states: readonly LinkState[],
  follows: boolean,
): ExistingLink {
  const is = link.exists && !isOther(made, link) ? link : undefined;
  return {
    exists: true,
    mtu: made.mtu ?? (follows ? undefined : is?.mtu) ?? smallestMtu(states),
    up: true,
    ...(made.kind === 'bond' ? { bond: true as const } : made.vlan && { vlan: made.vlan }),
    ports: made.interfaces.toSorted(),
    addresses: [...new Set([...made.addresses, ...(made.dhcp ? (is?.addresses ?? []) : [])])].toSorted(),
    routes: routesAfter(made.routes ?? [], is?.routes ?? []).toSorted(),
  };
}

/** Whether a link of this name is of another kind: that is not ours to change. */
export function isForeign({ kind }: MadeLink, link: LinkState): boolean {
  return link.exists && (kind === 'bond' ? !link.bond : !link.vlan);
}

/** A VLAN cannot get another number or another link below it: it is made anew. */
function isOther({ vlan }: MadeLink, link: LinkState): boolean {
  if (!link.exists || !vlan || !link.vlan) return false;
  return link.vlan.id !== vlan.id || link.vlan.link !== vlan.link;
}

/** Bonds and VLANs that a file of netplan describes, VLANs first: they lie on the bonds. */
export function madeBy(file: FileState): Pick<MadeLink, 'name' | 'kind'>[] {
  if (file.kind !== 'file' || typeof file.content !== 'string') return [];
  const links = fileLinks(file.content);
  const namesOf = (one: string) => links.filter(({ section }) => section === one).map(({ id }) => id);
  return [
    ...namesOf('vlans').map((name) => ({ name, kind: 'vlan' as const })),
    ...namesOf('bonds').map((name) => ({ name, kind: 'bond' as const })),
  ];
}

/** netplan leaves a link that no file describes any more. */
export function removal(links: readonly Pick<MadeLink, 'name' | 'kind'>[]): Closing {
  return {
    steps: links.map(({ name, kind }) => deleteStep(name, kind)),
    leaves: links.map(({ name }) => leaves(linkAt(name), { exists: false })),
  };
}

type Closing = Pick<Change, 'steps' | 'leaves'>;

/** The links of the host that lose their own addresses: the ports of the bridge and of its bonds. */
export function claimedBy({ interfaces, made }: Over): string[] {
  const names = made.map(({ name }) => name);
  const all = [...interfaces, ...made.flatMap((link) => link.interfaces)];
  return [...new Set(all)].filter((link) => !names.includes(link));
}

/** The links of the host that only carry a VLAN. */
export function parentsOf({ name, interfaces, made }: Over & { name: string }): string[] {
  const others = [name, ...claimedBy({ interfaces, made }), ...made.map((link) => link.name)];
  const below = made.flatMap(({ vlan }) => (vlan ? [vlan.link] : []));
  return [...new Set(below)].filter((link) => !others.includes(link));
}

interface Over {
  interfaces: readonly string[];
  made: readonly MadeLink[];
}

/** What is to be done about the bonds and VLANs of a bridge. */
interface Underlay {
  differences: LinkDifference[];
  /** Before netplan applies the file. */
  before: Step[];
  /** After that. */
  after: Step[];
  /** What the kernel then has of each. */
  next: readonly (readonly [name: string, link: ExistingLink])[];
  /** Those that the file described until now go. */
  gone: Closing;
}

/** `links` are the states of all links that have to do with it. */
export function underlayOf(
  made: readonly MadeLink[],
  file: FileState,
  links: Readonly<Record<string, LinkState>>,
  unset: Pick<Unset, 'mtus'>,
): Underlay {
  const each = made.map((wanted) => {
    const link = links[wanted.name] ?? { exists: false };
    const below = wanted.vlan ? [wanted.vlan.link] : wanted.interfaces;
    const next = madeAfter(
      wanted,
      link,
      below.flatMap((name) => links[name] ?? []),
      unset.mtus.includes(wanted.name),
    );
    return { wanted, link, next };
  });
  const kept = (one: { name: string; kind: string }) =>
    made.some(({ name, kind }) => name === one.name && kind === one.kind);
  return {
    differences: each.flatMap(({ wanted, link, next }) =>
      linkDifferences(wanted.kind, wanted.name, link, next),
    ),
    before: each.flatMap(({ wanted, link }) =>
      isOther(wanted, link) ? [deleteStep(wanted.name, wanted.kind)] : [],
    ),
    after: each.flatMap(({ wanted, link }) =>
      leaving(wanted, link).map((port) => unplugStep(wanted.name, port)),
    ),
    next: each.map(({ wanted, next }) => [wanted.name, next] as const),
    gone: removal(madeBy(file).filter((one) => !kept(one))),
  };
}

/** The ports that a bridge or bond has and is not to have. */
export function leaving({ interfaces }: { interfaces: readonly string[] }, link: LinkState): string[] {
  return link.exists ? link.ports.filter((port) => !interfaces.includes(port)) : [];
}

/** The way back: bonds and VLANs that were not there go, and bonds give back what they took. */
export function underlayUndo(made: readonly MadeLink[], links: Readonly<Record<string, LinkState>>): Step[] {
  return made.toReversed().flatMap((wanted): Step[] => {
    const link = links[wanted.name];
    if (!link?.exists || isOther(wanted, link)) return [deleteStep(wanted.name, wanted.kind)];
    const taken = wanted.interfaces.filter((port) => !link.ports.includes(port));
    return taken.map((port) => unplugStep(wanted.name, port));
  });
}
