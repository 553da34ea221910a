import { type Prediction, predict } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import type { CurrentBridge } from './current-bridge.ts';
import type { DesiredBridge } from './desired-bridge.ts';
import { type BridgeParameters, kernelParameters, type LinkState, linkText } from './kernel/link.ts';
import { type LinkDifference, linkDifferences } from './kernel/link-differences.ts';
import { portValueChanges } from './kernel/port-values.ts';
import { addressesAt, linkAt, macAt } from './kernel/probes.ts';
import { serverChanges } from './kernel/servers.ts';
import { mtuStep, parameterStep, settleStep, unplugStep } from './kernel/steps.ts';
import { leaving } from './kernel/underlay-link.ts';
import { mtuDifferences, mtusBack, portsAfter } from './ports-after.ts';
import { bridgeAfter, defined } from './predict-link.ts';
import { bondedAfter, underlayChanges } from './underlay.ts';
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

/** `isNew` says that the files describe something else than until now. */
export function inKernel(
  desired: DesiredBridge,
  current: CurrentBridge,
  unset: Unset,
  isNew: boolean,
): InKernel {
  const { name, macaddress } = desired;
  const { link, renderer } = current;
  const alone = portsAfter(desired, current, unset);
  const withPorts = { ...current.links, ...Object.fromEntries(alone.map(({ port, next }) => [port, next])) };
  // A file that stays describes what the task describes.
  const underlay = underlayChanges(desired.underlay, isNew ? renderer.described : [], withPorts, unset);
  const made: Links = { ...withPorts, ...Object.fromEntries(underlay.next) };
  const hasOwn = (port: string) => desired.mtus[desired.ids[port] ?? port] !== undefined;
  const bonded = bondedAfter(desired.underlay, made, hasOwn);
  const links: Links = { ...made, ...Object.fromEntries(bonded) };
  const ports = alone.map((one) => ({ ...one, next: links[one.port] ?? one.next }));
  const mtus = mtuDifferences(ports);
  const plugged = desired.interfaces.flatMap((port) => links[port] ?? []);
  const isResized = underlay.next.some(([one, after]) => {
    const is = current.links[one];
    return is?.exists && is.mtu !== after.mtu;
  });
  const follows = unset.mtus.includes(name) || mtus.length > 0 || isResized;
  const next = bridgeAfter(desired, link, plugged, follows);
  const isOther = link.exists && macaddress !== undefined && macaddress !== current.mac;
  const ofServers = serverChanges(name, desired.servers, link.exists ? current.servers : undefined);
  const ofValues = portValueChanges(name, desired.portValues, current.portValues);
  const states: readonly (readonly [string, LinkState])[] = [
    ...new Map<string, LinkState>([
      ...ports.map(({ port, next: after }) => [port, after] as const),
      ...bonded.filter(([port, after]) => !isAs(current.links[port], after)),
      ...underlay.next,
      [name, next],
    ]),
  ];
  const was: Links = { ...current.links, [name]: link };
  return {
    differences: [
      ...mtus,
      ...underlay.differences,
      ...linkDifferences('bridge', name, link, next),
      ...(isOther ? [{ what: `macaddress of ${name}`, before: current.mac ?? null, after: macaddress }] : []),
      ...ofServers.differences,
      ...ofValues.differences,
    ],
    before: [
      ...underlay.before,
      ...mtusBack(unset.left, current.hardware, (port) => Object.hasOwn(current.links, port)),
    ],
    after: [
      ...underlay.after,
      ...leaving(desired, link).map((port) => unplugStep(name, port)),
      ...parametersOf(desired, link),
      ...underlay.gone.steps,
      ...states.flatMap(([one, after]) => mtuSteps(one, was[one], after)),
      ...states.map(([one, after]) => settleStep(one, after)),
      ...ofValues.steps,
    ],
    predictions: [
      ...ofValues.predictions,
      ...ofServers.predictions,
      ...underlay.gone.predictions,
      ...states.map(([one, after]) => predict(linkAt(one), after)),
      ...(macaddress === undefined ? [] : [predict(macAt(name), macaddress)]),
      ...ports.flatMap(({ port }) => (desired.takesOver.length > 0 ? [predict(addressesAt(port), [])] : [])),
    ],
  };
}

type Links = Readonly<Record<string, LinkState>>;

function isAs(is: LinkState | undefined, next: LinkState): boolean {
  return is !== undefined && linkText(is) === linkText(next);
}

/** networkd gives a link the MTU that a file says, and leaves it one that no file says any more. */
function mtuSteps(name: string, is: LinkState | undefined, next: LinkState): Step[] {
  return is?.exists && next.exists && is.mtu !== next.mtu ? [mtuStep(name, next.mtu)] : [];
}

/** networkd sets these when it makes a bridge; that of systemd 252 leaves those of one that is there as they are. */
function parametersOf({ name, parameters }: DesiredBridge, link: LinkState): Step[] {
  if (!link.exists || !link.bridge) return [];
  const is = link.bridge;
  const entries = Object.entries(defined(parameters)) as [keyof BridgeParameters, number | boolean][];
  const differing = Object.fromEntries(entries.filter(([key, value]) => is[key] !== value));
  return kernelParameters(differing).map(([parameter, value]) => parameterStep(name, parameter, value));
}
