import { type Change, NO_IMPACT, predict, type TextDiff, valueAction } from '../../plan/change.ts';
import type { Version } from '../../versions/version.ts';
import { compareNetworks } from '../compare/compare.ts';
import { differingCopies } from '../compare/copy-differences.ts';
import { type Difference, describeSide, type Side } from '../compare/difference.ts';
import { liveOf } from '../compare/live-copy.ts';
import { mergeNetwork } from '../compare/merge.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';
import { type ExistingNetwork, networkAt } from '../observe/network-state.ts';
import { STAMPED_AT, stampDifferences, stamped, stampOf } from '../ownership/stamp.ts';
import { MANY, type Repair, repair, repairSteps, waitingFor } from '../update/repair.ts';
import { isSlow, updateImpact } from '../update/update-impact.ts';
import { type Attached, isAlone, type Plugged, predictPlugged } from './attachments.ts';
import { define, defineOptions } from './define.ts';
import type { DesiredNetwork } from './desired-network.ts';
import { pluggedAfter, type Restart, restartImpact, restartStep } from './restart.ts';

/** A network that is there, and what is around it. */
interface DefinitionContext {
  network: ExistingNetwork;
  attached: Attached;
  plugged: Plugged;
  version: Version;
}

/** What turns the two copies of an existing network into the desired ones, and the network after it. */
export interface DefinitionChanges {
  changes: Change[];
  next: ExistingNetwork;
  /** What is plugged in after it. */
  plugged: Plugged;
  /** Entries that were not written and stay. */
  kept: Difference[];
  /** In what the network that runs stays as it was until it is started again. */
  waiting: readonly Difference[];
  /** What a restart brings about beside that, in the words of `differingCopies`. */
  beside: readonly string[];
}

/**
 * Compares both copies and repairs each in its gentlest form: by `net-update` where all that differs has a section,
 * otherwise the persistent copy is redefined, and the live one needs a restart of the network.
 */
export function definitionChanges(desired: DesiredNetwork, context: DefinitionContext): DefinitionChanges {
  const { network: actual, attached, plugged, version } = context;
  const { name, definition, removals, stamp, apply = 'now' } = desired;
  const { persistent, live } = actual;
  const { inPersistent, allInLive, kept } = differencesOf(desired, actual);
  const nothing = { changes: [], next: actual, plugged, kept, beside: [] };
  if (persistent && inPersistent.length + allInLive.length === 0) return { ...nothing, waiting: [] };

  const merged = stamped(
    mergeNetwork(definition, persistent ?? live ?? definition, removals, persistent ? 'persistent' : 'live'),
    stamp === undefined ? persistent && stampOf(persistent) : (stamp ?? undefined),
  );
  const waiting = live && apply === 'next-start' ? waitingFor(live, allInLive, merged, version) : [];
  const inLive = allInLive.filter((each) => !waiting.includes(each));
  if (persistent && inPersistent.length + inLive.length === 0) return { ...nothing, waiting };

  const isFree = apply !== 'next-start' && isAlone(attached);
  const { forPersistent, forLive } = repairs(merged, { inPersistent, inLive }, isFree, context);
  const restarts = forLive === 'redefine';
  const nextPersistent = forPersistent === 'redefine' ? merged : forPersistent.after;
  const nextLive = restarts ? liveOf(nextPersistent) : forLive?.after;
  const next: ExistingNetwork = {
    ...actual,
    persistent: nextPersistent,
    ...(nextLive && { live: nextLive }),
  };
  const stored = forPersistent === 'redefine' && {
    definition: merged,
    options: defineOptions(merged, version),
  };
  const done = restarts
    ? restarted({ name, before: actual, after: next, attached, plugged, ...stored })
    : {
        steps: [
          ...(stored ? [define(merged, version)] : []),
          ...repairSteps(name, { persistent: orNone(forPersistent), live: forLive }),
        ],
        impact: updateImpact(merged, forLive?.updates ?? []),
        plugged,
        predictions: [],
      };
  const diff =
    live && inPersistent.length === 0
      ? textDiff(name, live, nextLive ?? live)
      : textDiff(name, persistent ?? definition, nextPersistent);
  const lines = linesOf(inPersistent, inLive, live && { waiting });
  if (!persistent)
    lines.push({
      ...NOTHING,
      action: 'update',
      what: `network ${name}`,
      copies: STORED,
      before: 'transient',
      after: 'persistent',
    });
  // What only runs does not survive a restart.
  const staying = kept.filter(({ side }) => !restarts || side === 'persistent');
  const { plugged: nowPlugged, ...rest } = done;
  const coordinate = { ...rest, diff, predictions: [predict(networkAt(name), next), ...rest.predictions] };
  const changes = withSteps(lines, coordinate);
  const beside = restarts ? besides(actual, [...inPersistent, ...inLive]) : [];
  return { changes, next, plugged: nowPlugged, kept: staying, waiting, beside };
}

/** How each copy becomes the desired one; `isFree` says that a restart would disturb no guest. */
function repairs(
  merged: Network,
  { inPersistent, inLive }: Record<'inPersistent' | 'inLive', readonly Difference[]>,
  isFree: boolean,
  { network, version }: Pick<DefinitionContext, 'network' | 'version'>,
) {
  const { persistent, live } = network;
  const isCheaper = isFree && isSlow(merged, inLive) && agree(network);
  const forLive = live && (isCheaper ? 'redefine' : repair(live, inLive, merged, version));
  // What is restarted is defined whole before it stops; a transient network would be gone then. One definition costs
  // libvirt less than many calls.
  const isWhole = (forLive === 'redefine' && inPersistent.length > 0) || inPersistent.length > MANY;
  const redefines = !persistent || isWhole;
  const forPersistent = redefines ? 'redefine' : repair(persistent, inPersistent, merged, version);
  return { forPersistent, forLive };
}

/** The differences of each copy from the desired one. A live copy counts while the network is to run. */
function differencesOf(
  { definition, removals, state, stamp }: DesiredNetwork,
  { persistent, live }: ExistingNetwork,
) {
  const compared = (copy: Network | undefined, side: Side) =>
    copy ? compareNetworks(definition, stamped(copy, undefined), side, removals) : [];
  const ofPersistent = compared(persistent, 'persistent');
  const isSame = live === persistent;
  const side = 'live' as const;
  const ofLive = isSame ? ofPersistent.map((each) => ({ ...each, side })) : compared(live, side);
  const found = [...ofPersistent, ...(state === 'active' ? ofLive : [])];
  const differing = (on: Side) => found.filter((each) => each.side === on && each.kind !== 'unmanaged');
  return {
    inPersistent: [...differing('persistent'), ...stampDifferences(stamp, persistent)],
    allInLive: differing('live'),
    kept: found.filter(({ kind }) => kind === 'unmanaged'),
  };
}

function restarted(restart: Restart) {
  const plugged = pluggedAfter(restart);
  return {
    steps: [restartStep(restart)],
    ...restartImpact(restart),
    otherwise: 'With "apply: next-start" it waits for the next start of the network.',
    plugged,
    predictions: predictPlugged(plugged),
  };
}

/** Whether a restart would bring nothing up, and lose nothing, but what is changed. */
function agree({ persistent, live }: ExistingNetwork): boolean {
  return persistent !== undefined && live !== undefined && besides({ persistent, live }, []).length === 0;
}

/** The differences between the running and the stored network that are not reported yet. A restart removes them. */
function besides(
  { persistent, live }: Pick<ExistingNetwork, 'persistent' | 'live'>,
  reported: readonly Difference[],
): string[] {
  if (!persistent || !live) return [];
  const differing = differingCopies(stamped(persistent, undefined), stamped(live, undefined));
  return differing.filter((line) => !reported.some(({ what }) => line.startsWith(`${what} `)));
}

function orNone(repaired: Repair | 'redefine' | undefined): Repair | undefined {
  return repaired === 'redefine' ? undefined : repaired;
}

/** What all differences of a network share. */
type SharedEffects = Pick<Change, 'steps' | 'impact' | 'diff' | 'predictions' | 'blocked' | 'otherwise'>;

const NOTHING = { proof: 'observed' as const, impact: NO_IMPACT, steps: [], predictions: [] };

/** A line for each difference; one that both copies have is reported once. `active` is set where there are two. */
function linesOf(
  inPersistent: readonly Difference[],
  inLive: readonly Difference[],
  active: { waiting: readonly Difference[] } | undefined,
): Change[] {
  const keyOf = ({ what, before, after }: Difference) => JSON.stringify([what, before, after]);
  const [persistent, live, waiting] = [inPersistent, inLive, active?.waiting ?? []].map(
    (differences) => new Map(differences.map((each) => [keyOf(each), each])),
  );
  return [...new Map([...(persistent ?? []), ...(live ?? [])])].map(([key, difference]) => {
    const { what, before, after, at } = difference;
    const isAlone = active && !(persistent?.has(key) && live?.has(key));
    const isPlain = waiting?.has(key) || at === STAMPED_AT;
    const copy = isAlone ? ` (${isPlain ? `${difference.side} copy` : describeSide(difference)})` : '';
    const copies = [...(persistent?.has(key) ? STORED : []), ...(live?.has(key) ? RUNNING : [])];
    const about = { what: `${what}${copy}`, ...(copy !== '' && { subject: what }), copies };
    return { ...NOTHING, action: valueAction(before, after), ...about, before, after };
  });
}

const STORED = ['stored'] as const;
const RUNNING = ['running'] as const;

/** The last line carries the steps for all of them, and what they disturb. */
function withSteps(lines: readonly Change[], coordinate: SharedEffects): Change[] {
  const last = lines.at(-1);
  return last ? [...lines.slice(0, -1), { ...last, ...coordinate }] : [];
}

/** The uuid, and the MAC address where it stays, differ from host to host and say nothing about the change. */
function textDiff(name: string, before: Network, after: Network): TextDiff {
  const isSameMac = before.mac?.address === after.mac?.address;
  const shown = ({ uuid: _, mac, ...network }: Network) =>
    serializeNetwork({ ...network, ...(mac && !isSameMac && { mac }) });
  return { label: `network ${name}`, before: shown(before), after: shown(after) };
}
