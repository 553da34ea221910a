import { type Change, type Impact, NO_IMPACT, valueAction } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Step } from '../../plan/step.ts';
import { plugStep } from '../network/reattach.ts';
import { macFaults } from '../rules/nic-macs.ts';
import { type GuestContext, predictGuest, withGuest } from './guest-context.ts';
import type { GuestDefinition, GuestState } from './guest-state.ts';
import { type Aspect, type DesiredNic, type Nic, nicDifferences, nicOf, nicTexts } from './nic.ts';
import { orphanedTaps } from './nic-place.ts';
import { sourceFaults } from './nic-source.ts';
import { attachStep, detachStep, updateStep } from './nic-steps.ts';
import { vlanFault } from './nic-vlan.ts';
import { guestImpact } from './shutdown.ts';

/** An interface of a guest as a task describes it. */
export interface DesiredInterface {
  guest: string;
  state: 'present' | 'absent';
  nic: DesiredNic & { mac: string };
  /** All of it, where nothing stays as it is. */
  whole?: Nic;
  /** The only side that is meant. */
  side?: Side;
}

/** With the network that it names, as `networksOf` reads it. */
export type CurrentOfInterface = GuestContext & Readonly<Record<string, unknown>>;

type Existing = GuestState & { exists: true };
type Side = 'persistent' | 'live';

/** What differs on one side: the current interface and the desired one. */
interface Difference {
  side: Side;
  was: Nic | undefined;
  nic: Nic | undefined;
  aspects: readonly Aspect[];
}

/** The changes of an interface of a guest: in its two definitions, and on its bridge. */
export function planInterface(desired: DesiredInterface, current: CurrentOfInterface): Plan {
  const { guest } = current;
  if (!guest.exists)
    return desired.state === 'absent'
      ? { changes: [] }
      : { changes: [], failure: `This host has no guest ${desired.guest}.` };
  const found = ORDER[desired.state].flatMap((side) => differenceOf(desired, side, guest[side]) ?? []);
  const isPlugged = found.some(({ nic, aspects }) => nic && aspects.includes('source'));
  const when = found.some(({ side }) => side === 'live') ? 'now' : 'later';
  const plugFaults = isPlugged ? sourceFaults([desired.nic], current, current.host, when) : [];
  const vlanFaults = found.flatMap(({ nic }) => (desired.nic.vlan && nic && vlanFault(nic, current)) || []);
  const isNew = found.some(({ was, nic }) => nic && !was);
  const faults = [
    ...plugFaults,
    ...new Set(plugFaults.length > 0 ? [] : vlanFaults),
    ...(isNew ? macFaults(desired.guest, [desired.nic.mac], current.attachments) : []),
  ];
  if (faults.length > 0) return { changes: [], failure: faults.join('\n') };
  let around: GuestContext = current;
  const changes = grouped(found).map((group) => {
    const change = changeOf(desired, guest, group, around.attachments);
    const before = around;
    around = withGuest(around, desired.guest, afterwards(around.guest, group));
    const steps = [...change.steps, ...replugSteps(desired, before, around)];
    return { ...change, steps, predictions: predictGuest(desired.guest, around) };
  });
  return {
    changes: [...changes, ...(desired.state === 'absent' ? [] : orphanedTaps(desired, around, current))],
    warnings: saved(desired, current, found),
  };
}

/** What libvirt does not take while the guest runs is not stored for its next start either; what goes is not back then. */
const ORDER = { present: ['live', 'persistent'], absent: ['persistent', 'live'] } as const;

function differenceOf(
  { state, nic: desired, whole, side: only }: DesiredInterface,
  side: Side,
  definition: GuestDefinition | undefined,
): Difference | undefined {
  if (!definition || side !== (only ?? side)) return undefined;
  const was = definition.interfaces.find(({ mac }) => mac === desired.mac);
  if (state === 'absent') return was && { side, was, nic: undefined, aspects: [] };
  const nic = whole ?? nicOf(desired, was);
  const aspects = was ? nicDifferences(nic, was) : (['source'] as const);
  return aspects.length === 0 ? undefined : { side, was, nic, aspects };
}

/** Both sides are one change where the same happens to them. */
function grouped(found: readonly Difference[]): (readonly [Difference, ...Difference[]])[] {
  const [first, second] = found;
  if (!first) return [];
  if (!second) return [[first]];
  return valuesOf(first).join() === valuesOf(second).join() ? [[first, second]] : [[first], [second]];
}

/** Of one that comes or goes all, otherwise what changes. */
function valuesOf({ was, nic, aspects }: Difference): [before: string | null, after: string | null] {
  const textOf = (one: Nic | undefined) => {
    if (!one) return null;
    const texts = nicTexts(one);
    const rest = [one.vlan && texts.vlan, texts.model, one.link === 'down' && texts.link].filter(Boolean);
    return (was && nic ? aspects.map((aspect) => texts[aspect]) : [texts.source, ...rest]).join(', ');
  };
  return [textOf(was), textOf(nic)];
}

function changeOf(
  { guest, nic: { mac } }: DesiredInterface,
  state: Existing,
  group: readonly [Difference, ...Difference[]],
  attachments: GuestContext['attachments'],
): Omit<Change, 'predictions'> {
  const [before, after] = valuesOf(group[0]);
  const isOne = group.length === 1 && state.live && state.persistent;
  const live = group.find(({ side }) => side === 'live');
  const own = attachments.filter((each) => each.mac === mac);
  return {
    action: isMoved(group[0]) ? 'move' : valueAction(before, after),
    proof: 'observed',
    what: `guest ${guest}: interface ${mac}${isOne ? ` (${group[0].side})` : ''}`,
    copies: group.map(({ side }) => (side === 'live' ? 'running' : 'stored')),
    before,
    after,
    impact: live ? liveImpact(guest, live, own) : laterImpact(state),
    steps: stepsOf(guest, state, group),
  };
}

function isMoved({ was, nic, aspects }: Difference): boolean {
  return was !== undefined && nic !== undefined && aspects.includes('source');
}

function laterImpact({ live }: Existing): Impact {
  return live ? { ...NO_IMPACT, note: 'from the next start of the guest on' } : NO_IMPACT;
}

function liveImpact(guest: string, live: Difference, own: GuestContext['attachments']): Impact {
  const { was, nic, aspects } = live;
  if (!was) return NO_IMPACT;
  if (!nic) return guestImpact(guest, 'loses the interface', own);
  if (isReplugged(live)) return guestImpact(guest, 'has the interface taken away and plugged in again', own);
  if (aspects.includes('source') || aspects.includes('vlan')) return guestImpact(guest, 'is moved', own);
  return nic.link === 'down' ? guestImpact(guest, 'sees its link go down', own) : NO_IMPACT;
}

/** What libvirt cannot change while a guest runs. */
function isReplugged({ side, was, aspects }: Difference): boolean {
  const isTap = was?.network !== undefined || was?.bridge !== undefined;
  return side === 'live' && (aspects.includes('model') || !isTap);
}

function stepsOf(guest: string, { persistent }: Existing, group: readonly Difference[]): Step[] {
  const [first] = group;
  if (first?.nic && !first.was)
    return [
      attachStep(
        guest,
        first.nic,
        group.map(({ side }) => FLAGS[side]),
      ),
    ];
  return group.flatMap((difference) => {
    const { side, was, nic } = difference;
    const flag = FLAGS[side];
    if (!was) return [];
    if (!nic) return [detachStep(guest, was, flag)];
    if (isReplugged(difference)) return [detachStep(guest, was, flag), attachStep(guest, nic, [flag])];
    const stored = persistent?.interfaces.find(({ mac }) => mac === nic.mac);
    return [updateStep(guest, { nic, was, stored }, flag)];
  });
}

const FLAGS = { persistent: '--config', live: '--live' } as const;

function afterwards(guest: GuestState, group: readonly Difference[]): GuestState {
  if (!guest.exists) return guest;
  const next = { ...guest };
  for (const difference of group) {
    const definition = guest[difference.side];
    if (definition)
      next[difference.side] = { ...definition, interfaces: interfacesAfter(definition, difference) };
  }
  return next;
}

function interfacesAfter({ interfaces }: GuestDefinition, difference: Difference): Nic[] {
  const { was, nic } = difference;
  if (was && nic && !isReplugged(difference)) return interfaces.map((each) => (each === was ? nic : each));
  return [...interfaces.filter((each) => each !== was), ...(nic ? [nic] : [])];
}

/**
 * libvirt 11.3 leaves a tap where it is when the bridge of the new network has the name of the old one, which may have
 * gone with its network meanwhile: one that is on no bridge of that name is plugged in.
 */
function replugSteps(
  { guest, nic: { mac } }: DesiredInterface,
  before: GuestContext,
  after: GuestContext,
): Step[] {
  const [was, is] = [before, after].map(({ attachments }) =>
    attachments.find((each) => each.guest === guest && each.mac === mac),
  );
  const tap = was?.interface;
  if (tap === undefined || is?.interface !== tap || is.bridge === undefined || is.bridge !== was?.bridge)
    return [];
  if (was.network === is.network || was.master === is.bridge || was.master === 'ovs-system') return [];
  return [plugStep(tap, 'master', is.bridge)];
}

function saved(
  { guest }: DesiredInterface,
  { attachments }: GuestContext,
  found: readonly Difference[],
): string[] {
  const isSaved = attachments.some((each) => each.guest === guest && each.saved);
  return isSaved && found.length > 0
    ? [
        `Guest ${guest} has a saved state, in which its interfaces are as they were: its next start goes on from there.`,
      ]
    : [];
}
