import type { BridgePort } from '../plan/bridge-ports.ts';
import { type Change, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import type { FileState } from '../plan/files.ts';
import { type SelfPath, selfRefusal } from '../plan/self-path.ts';
import { applyStep } from './apply.ts';
import { begun, ended, notApplied } from './applying.ts';
import type { Asked } from './asked.ts';
import { impactOf, lentSteps, touchedBy } from './bridge-impact.ts';
import { inKernel } from './bridge-kernel.ts';
import { defined } from './bridge-link.ts';
import type { Hardware } from './hardware.ts';
import type { HostNetplan, NetplanFile } from './host-files.ts';
import type { BridgeParameters, LinkState } from './link.ts';
import type { Settings } from './losses.ts';
import type { PortValue } from './port-values.ts';
import { routingAfter } from './routes.ts';
import type { Servers } from './servers.ts';
import type { WantedRoute } from './static-routes.ts';
import type { Described } from './take-over.ts';
import { type Others, type TakenFile, takeOver } from './taken-files.ts';
import { isForeign, type MadeLink, parentsOf } from './underlay.ts';
import { type Unset, unsetBy } from './unset.ts';

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
  /** MTUs of its ports and of what carries its VLANs, by what the file calls them. */
  mtus: Readonly<Record<string, number>>;
  /** What the file calls links that it finds by match, by the names that the kernel has for them. */
  ids: Readonly<Record<string, string>>;
  /** What its ports are to have. */
  portValues: readonly PortValue[];
  /** The bonds and VLANs that its file describes, too. */
  made: readonly MadeLink[];
  /** As the kernel writes them; see `globalAddresses`. */
  addresses: readonly string[];
  routes: readonly WantedRoute[];
  servers?: Servers | undefined;
  /** Whether DHCP may add addresses that are not written. */
  dhcp: boolean;
  /** Who may lend it addresses and routes. */
  asks: readonly Asked[];
  mtu?: number | undefined;
  /** In lower case. */
  macaddress?: string | undefined;
  parameters?: { [Name in keyof BridgeParameters]?: BridgeParameters[Name] | undefined } | undefined;
}

/** What the plan of a bridge rests on. */
export interface SeenBridge extends SelfPath {
  file: FileState;
  link: LinkState;
  /** Read only when one is wanted. */
  mac?: string | null | undefined;
  /** Read only when some are wanted; null where the host does not say them. */
  servers?: Servers | null | undefined;
  /** The links that have to do with it: those it takes, those below them, and those it makes. */
  links: Readonly<Record<string, LinkState>>;
  /** One for each that is wanted of the ports; null where it is no port. */
  portValues: readonly (number | null)[];
  /** All addresses of each link that it takes. */
  carries: Readonly<Record<string, readonly string[]>>;
  /** What is plugged into any bridge of the host. */
  bridgePorts: readonly BridgePort[];
  taken: readonly TakenFile[];
  /** Read only when it goes. */
  keptFiles: readonly NetplanFile[];
  /** The file as netplan last put it in place, where an earlier run did not come to its end. */
  applying: FileState;
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

/** What the file said that netplan last put in place and the task no longer says, where the bridge is there. */
export function unsetOf({ name, content }: WantedBridge, { file, link, applying }: SeenBridge): Unset {
  const before = applying.kind === 'file' ? applying : file;
  return unsetBy(name, link.exists ? before : { kind: 'absent' }, content);
}

/** A bridge that is only in the file, or only in the kernel, is not there: both are made as wanted. */
export function bridgeChanges(given: WantedBridge, seen: SeenBridge): Change[] {
  const { name, path, content, parameters } = given;
  const { file, link, applying } = seen;
  if (link.exists && !link.bridge) return [foreign(name, 'present')];
  const others = given.made.filter((made) => isForeign(made, seen.links[made.name] ?? gone));
  if (others.length > 0) return others.map((made) => foreign(made.name, 'present', made.kind));
  const unset = unsetOf(given, seen);
  const wanted = { ...given, parameters: { ...unset.parameters, ...defined(parameters) } };
  const inFile = fileChange({ path, content, mode: '0600', owner: 'root', group: 'root' }, file);
  const inFiles = begun(path, file, applying, [
    ...takeOver(wanted, seen.taken, othersOf(path, seen)),
    ...inFile,
  ]);
  const kernel = inKernel(wanted, seen, unset, inFile.length > 0);
  const differences = kernel.differences.map((one) => ({ ...one, impact: NO_IMPACT, steps: [], leaves: [] }));
  const found = [...inFiles, ...differences];
  const all = found.length > 0 ? found : notApplied(path, applying);
  const last = all.at(-1);
  if (!last) return [];
  const done = inFiles.length > 0 || applying.kind === 'file' ? ended(path) : { steps: [], leaves: [] };
  const steps = [
    ...last.steps,
    ...kernel.before,
    applyStep([...touchedBy(wanted, seen), ...parentsOf(wanted)]),
    ...kernel.after,
    ...lentSteps(wanted, seen),
    ...done.steps,
  ];
  const predictions = [...last.leaves, ...kernel.predictions, ...done.leaves];
  const after = routingAfter(seen.routing, predictions);
  const blocked = selfRefusal(after, seen);
  const made = { ...last, impact: impactOf(wanted, seen, after), steps, leaves: predictions };
  return [...all.slice(0, -1), { ...made, ...(blocked !== undefined && { blocked }) }];
}

export function foreign(name: string, after: string | null, kind = 'bridge'): Change {
  const blocked = `${name} is a link of this host, but no ${kind}. Choose another name.`;
  const what = `${kind} ${name}`;
  return { what, before: 'another kind of link', after, impact: NO_IMPACT, steps: [], leaves: [], blocked };
}
