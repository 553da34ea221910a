import { leaves, type Prediction } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import type { SeenBridge, WantedBridge } from './desired-bridge.ts';
import { type BridgeParameters, kernelParameters, type LinkState } from './kernel/link.ts';
import { type LinkDifference, linkDifferences } from './kernel/link-differences.ts';
import { leaving } from './kernel/made-link.ts';
import { portValueChanges } from './kernel/port-values.ts';
import { addressesAt, linkAt, macAt } from './kernel/probes.ts';
import { serverChanges } from './kernel/servers.ts';
import { mtuStep, parameterStep, settleStep, unplugStep } from './kernel/steps.ts';
import { mtuDifferences, mtusBack, portsAfter } from './ports-after.ts';
import { bridgeAfter, defined } from './predict-link.ts';
import { underlayOf } from './underlay.ts';
import type { Unset } from './unset.ts';

/** What is to be done about the links of a bridge. */
interface InKernel {
  differences: readonly LinkDifference[];
  /** Before netplan applies the files. */
  before: readonly Step[];
  /** After that. */
  after: readonly Step[];
  predictions: readonly Prediction[];
}

/** `isFileNew` says that the file describes something else than until now. */
export function inKernel(wanted: WantedBridge, seen: SeenBridge, unset: Unset, isFileNew: boolean): InKernel {
  const { name, macaddress } = wanted;
  const { link, file } = seen;
  const ports = portsAfter(wanted, seen, unset);
  const withPorts = { ...seen.links, ...Object.fromEntries(ports.map(({ port, next }) => [port, next])) };
  // What a file that stays describes is what is wanted.
  const underlay = underlayOf(wanted.made, isFileNew ? file : { kind: 'absent' }, withPorts, unset);
  const links: Links = { ...withPorts, ...Object.fromEntries(underlay.next) };
  const mtus = mtuDifferences(ports);
  const plugged = wanted.interfaces.flatMap((port) => links[port] ?? []);
  const next = bridgeAfter(wanted, link, plugged, unset.mtus.includes(name) || mtus.length > 0);
  const isOther = link.exists && macaddress !== undefined && macaddress !== seen.mac;
  const ofServers = serverChanges(name, wanted.servers, link.exists ? seen.servers : undefined);
  const ofValues = portValueChanges(name, wanted.portValues, seen.portValues);
  const states: readonly (readonly [string, LinkState])[] = [
    ...ports.map(({ port, next: after }) => [port, after] as const),
    ...underlay.next,
    [name, next],
  ];
  const was: Links = { ...seen.links, [name]: link };
  return {
    differences: [
      ...mtus,
      ...underlay.differences,
      ...linkDifferences('bridge', name, link, next),
      ...(isOther ? [{ what: `macaddress of ${name}`, before: seen.mac ?? null, after: macaddress }] : []),
      ...ofServers.differences,
      ...ofValues.differences,
    ],
    before: [
      ...underlay.before,
      ...mtusBack(unset.left, seen.hardware, (port) => Object.hasOwn(seen.links, port)),
    ],
    after: [
      ...underlay.after,
      ...leaving(wanted, link).map((port) => unplugStep(name, port)),
      ...parametersOf(wanted, link),
      ...underlay.gone.steps,
      ...states.flatMap(([one, after]) => mtuSteps(one, was[one], after)),
      ...states.map(([one, after]) => settleStep(one, after)),
      ...ofValues.steps,
    ],
    predictions: [
      ...ofValues.leaves,
      ...ofServers.predictions,
      ...underlay.gone.leaves,
      ...states.map(([one, after]) => leaves(linkAt(one), after)),
      ...(macaddress === undefined ? [] : [leaves(macAt(name), macaddress)]),
      ...ports.flatMap(({ port }) => (seen.taken.length > 0 ? [leaves(addressesAt(port), [])] : [])),
    ],
  };
}

type Links = Readonly<Record<string, LinkState>>;

/** networkd gives a link the MTU that a file says, and leaves it one that no file says any more. */
function mtuSteps(name: string, is: LinkState | undefined, next: LinkState): Step[] {
  return is?.exists && next.exists && is.mtu !== next.mtu ? [mtuStep(name, next.mtu)] : [];
}

/** networkd sets these when it makes a bridge; that of systemd 252 leaves those of one that is there as they are. */
function parametersOf({ name, parameters }: WantedBridge, link: LinkState): Step[] {
  if (!link.exists || !link.bridge) return [];
  const is = link.bridge;
  const entries = Object.entries(defined(parameters)) as [keyof BridgeParameters, number | boolean][];
  const differing = Object.fromEntries(entries.filter(([key, value]) => is[key] !== value));
  return kernelParameters(differing).map(([parameter, value]) => parameterStep(name, parameter, value));
}
