import { predict } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import type { DescribedLink } from './described.ts';
import {
  type BondParameters,
  bondAfter,
  bondStep,
  bondSteps,
  downSteps,
  goesDown,
  losesLinks,
} from './kernel/bond.ts';
import { type ExistingLink, type LinkState, smallestMtu } from './kernel/link.ts';
import { type LinkDifference, linkDifferences } from './kernel/link-differences.ts';
import { linkAt } from './kernel/probes.ts';
import { routesAfter } from './kernel/static-routes.ts';
import { deleteStep, mtuStep, unplugStep } from './kernel/steps.ts';
import { leaving, missing, type UnderlayLink } from './kernel/underlay-link.ts';
import { vlanStep } from './kernel/vlan.ts';
import type { Closing } from './renderer.ts';
import type { Unset } from './unset.ts';

/** What the kernel has of such a link once netplan applied the file; `states` are those of the links below it. */
function linkAfter(
  underlay: UnderlayLink,
  link: LinkState,
  states: readonly LinkState[],
  follows: boolean,
): ExistingLink {
  const is = link.exists && !isOther(underlay, link) ? link : undefined;
  // A bond gives its links the MTU that it has, and takes none from them: bond_enslave of Linux.
  const below = underlay.vlan ? states : [];
  const own = underlay.mtu ?? (follows ? undefined : is?.mtu) ?? smallestMtu(below);
  return {
    exists: true,
    // A VLAN stays as small as it is when what is below grows, and shrinks with it: net/8021q/vlan.c of Linux.
    mtu: underlay.vlan && underlay.mtu === undefined ? Math.min(own, ...mtusOf(states)) : own,
    up: true,
    ...bondOf(underlay, link),
    ...(underlay.vlan && { vlan: underlay.vlan }),
    ports: underlay.interfaces.toSorted(),
    addresses: [
      ...new Set([...underlay.addresses, ...(underlay.dhcp ? (is?.addresses ?? []) : [])]),
    ].toSorted(),
    routes: routesAfter(underlay.routes ?? [], is?.routes ?? []).toSorted(),
  };
}

function mtusOf(states: readonly LinkState[]): number[] {
  return states.flatMap((state) => (state.exists ? [state.mtu] : []));
}

/** Whether a link of this name is of another kind: that is not ours to change. */
export function isForeign({ kind }: UnderlayLink, link: LinkState): boolean {
  return link.exists && (kind === 'bond' ? !link.bond : !link.vlan);
}

/** A VLAN cannot get another number or another link below it: it is deleted and created. */
function isOther({ vlan }: UnderlayLink, link: LinkState): boolean {
  if (!link.exists || !vlan || !link.vlan) return false;
  return link.vlan.id !== vlan.id || link.vlan.link !== vlan.link;
}

/** The bonds and VLANs among described links, VLANs first: they lie on the bonds. */
export function underlayIn(links: readonly DescribedLink[]): Pick<UnderlayLink, 'name' | 'kind'>[] {
  const namesOf = (one: string) => links.filter(({ section }) => section === one).map(({ id }) => id);
  return [
    ...namesOf('vlans').map((name) => ({ name, kind: 'vlan' as const })),
    ...namesOf('bonds').map((name) => ({ name, kind: 'bond' as const })),
  ];
}

/** netplan leaves a link that no file describes any more. */
export function removal(links: readonly Pick<UnderlayLink, 'name' | 'kind'>[]): Closing {
  return {
    steps: links.map(({ name, kind }) => deleteStep(name, kind)),
    predictions: links.map(({ name }) => predict(linkAt(name), { exists: false })),
  };
}

/** What is to be done about the bonds and VLANs of a bridge. */
interface UnderlayChanges {
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

/** `before` are the links that the files described until now; `links` has the states of all that have to do with it. */
export function underlayChanges(
  underlay: readonly UnderlayLink[],
  before: readonly DescribedLink[],
  links: Readonly<Record<string, LinkState>>,
  unset: Pick<Unset, 'mtus'>,
): UnderlayChanges {
  const states: Record<string, LinkState> = { ...links };
  // Bonds are before the VLANs on them.
  const each = underlay.map((desired) => {
    const link = links[desired.name] ?? { exists: false };
    const below = desired.vlan ? [desired.vlan.link] : desired.interfaces;
    const next = linkAfter(
      desired,
      link,
      below.flatMap((name) => states[name] ?? []),
      unset.mtus.includes(desired.name),
    );
    states[desired.name] = next;
    return { desired, link, next };
  });
  const kept = (one: { name: string; kind: string }) =>
    underlay.some(({ name, kind }) => name === one.name && kind === one.kind);
  return {
    differences: each.flatMap(({ desired, link, next }) =>
      linkDifferences(desired.kind, desired.name, link, next),
    ),
    before: each.flatMap(({ desired, link, next }) =>
      desired.vlan && isOther(desired, link)
        ? [vlanStep(desired.name, desired.vlan)]
        : ofBond(link, next, (is, after) => downSteps(desired.name, is, after)),
    ),
    after: each.flatMap(({ desired, link, next }) => [
      ...leaving(desired, link).map((port) => unplugStep(desired.name, port)),
      ...ofBond(link, next, (is, after) => [
        ...missing(desired, link).map((port) => bondStep(desired.name, port, 3)),
        ...bondSteps(desired.name, is, after),
      ]),
      ...(desired.vlan && isOther(desired, link) ? [vlanStep(desired.name, desired.vlan)] : []),
      // networkd may make a VLAN before the link below it has its MTU.
      ...(desired.vlan && (!link.exists || isOther(desired, link)) ? [mtuStep(desired.name, next.mtu)] : []),
    ]),
    next: each.map(({ desired, next }) => [desired.name, next] as const),
    gone: removal(underlayIn(before).filter((one) => !kept(one))),
  };
}

/** The links of bonds that get an MTU with it: bond_change_mtu and bond_enslave of Linux. `own` have one of their own. */
export function bondedAfter(
  underlay: readonly UnderlayLink[],
  links: Readonly<Record<string, LinkState>>,
  own: (port: string) => boolean,
): [port: string, next: ExistingLink][] {
  return underlay.flatMap(({ name, kind, interfaces }) => {
    const bond = links[name];
    if (kind !== 'bond' || !bond?.exists) return [];
    return interfaces.flatMap((port): [string, ExistingLink][] => {
      const link = links[port];
      return link?.exists && !own(port) ? [[port, { ...link, mtu: bond.mtu }]] : [];
    });
  });
}

/**
 * Rollback: bonds and VLANs that did not exist go, bonds give back what they took, and have the links again that they
 * had, wherever the steps were broken off.
 */
export function underlayRollback(
  underlay: readonly UnderlayLink[],
  links: Readonly<Record<string, LinkState>>,
): Step[] {
  return underlay.toReversed().flatMap((desired): Step[] => {
    const link = links[desired.name];
    if (!link?.exists) return [deleteStep(desired.name, desired.kind)];
    if (isOther(desired, link)) return link.vlan ? [vlanStep(desired.name, link.vlan)] : [];
    const taken = desired.interfaces.filter((port) => !link.ports.includes(port));
    return [
      ...taken.map((port) => unplugStep(desired.name, port)),
      ...ofBond({ ...link, ...bondOf(desired, link) }, link, (is, before) => [
        ...downSteps(desired.name, is, before),
        ...link.ports.map((port) => bondStep(desired.name, port, 0)),
        ...bondSteps(desired.name, is, before),
      ]),
    ];
  });
}

function bondOf({ bond }: UnderlayLink, link: LinkState): { bond?: BondParameters } {
  return bond ? { bond: bondAfter(bond, link.exists ? link.bond : undefined) } : {};
}

/** The steps for a bond that is there; none for anything else. */
function ofBond(
  link: LinkState,
  next: ExistingLink,
  steps: (is: BondParameters, next: BondParameters) => Step[],
): Step[] {
  return link.exists && link.bond && next.bond ? steps(link.bond, next.bond) : [];
}

/** What happens to the traffic on links that cannot be changed while they are up. */
export function interruptions(
  underlay: readonly UnderlayLink[],
  links: Readonly<Record<string, LinkState>>,
): string[] {
  return underlay.flatMap((desired) => {
    const link = links[desired.name] ?? { exists: false };
    if (isOther(desired, link)) return [`${desired.name} is deleted and created`];
    const after = bondOf(desired, link).bond;
    if (!link.exists || !link.bond || !after || !goesDown(link.bond, after)) return [];
    return [
      `${desired.name} goes down and up${losesLinks(link.bond, after) ? ', and its links leave it' : ''}`,
    ];
  });
}
