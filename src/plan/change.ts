import type { Probe } from './probe.ts';
import type { Step } from './step.ts';

/** How much a change disturbs what runs, from least to most. */
export const DISRUPTIONS = ['none', 'service', 'link', 'management'] as const;
export type Disruption = (typeof DISRUPTIONS)[number];

/** An interface of a guest that a change meets. */
export interface GuestInterface {
  guest: string;
  /** The tap on the host, `vnet0`; absent while the guest does not run. */
  interface?: string;
  mac: string;
}

/**
 * What a change does to others: nothing, a service that reloads or restarts, named guests that lose their link,
 * or the path that this SSH session uses.
 */
export interface Impact {
  disruption: Disruption;
  guests?: readonly GuestInterface[];
  /** One sentence for the operator, such as `dnsmasq of this network restarts`. */
  note?: string;
}

/** What a change leaves behind: from then on `probe` is expected to read `value`. Made by `leaves()`. */
export interface Prediction {
  probe: Probe;
  value: unknown;
}

/**
 * How a host itself tells that it is as a change predicts: a script as those of probes, which ends with zero then. Where it
 * may be so and the script does not see it, the next task waits for another script; where it is not so, it must not be zero.
 */
export interface Holding {
  script: string;
  args: readonly string[];
  /** virsh commands that only read: what they print is the input of the script. */
  virsh?: string;
}

/** Two texts to show as a diff. */
export interface TextDiff {
  label: string;
  before: string;
  after: string;
}

/**
 * What a change does: to a thing or a value that is not there (`create`), is other (`update`, `move` for what goes
 * elsewhere) or is not to be there (`delete`); to what runs (`start`, `stop`, `restart`); or an order of the playbook
 * (`run`).
 */
export type Action = 'create' | 'update' | 'delete' | 'start' | 'stop' | 'restart' | 'move' | 'run';

/** Where a host has what a task describes: definitions of libvirt as they are stored and as they run, the kernel, files, units of systemd. */
export const COPIES = ['stored', 'running', 'kernel', 'file', 'unit'] as const;
export type Copy = (typeof COPIES)[number];

/**
 * Why a host differs: it was changed since the task was applied, the task was not applied as it is now, or both.
 * `unknown` where the host does not tell.
 */
export const CAUSES = ['drifted', 'pending', 'both', 'unknown'] as const;
export type Cause = (typeof CAUSES)[number];

/** One difference between what is desired and what is, with the steps that close it. */
export interface Change {
  action: Action;
  /**
   * What shows that it was made: `observed` again, the host does not differ any more. Of what is `opaque` the effect
   * cannot be predicted: what was observed is thrown away, and observing again proves nothing of it.
   */
  proof: 'observed' | 'opaque';
  /** In the operator's words: `reservation vm1`, `file /etc/motd`. */
  what: string;
  /** The same without what it says of one copy: `mtu` of `mtu (live copy differs)`. Absent where it says nothing. */
  subject?: string;
  /** The copies that differ; absent where there is no more than one, and of orders. */
  copies?: readonly Copy[];
  /** Set by a drift check. */
  cause?: Cause;
  /** Short values for a line `what: before → after`; null for "not there". */
  before: string | null;
  after: string | null;
  /** For `--diff`. */
  diff?: TextDiff;
  impact: Impact;
  /** What it asks consent for, where that is less than its impact: see `guarded`. */
  consent?: Disruption;
  steps: readonly Step[];
  predictions: readonly Prediction[];
  /** What only writes and removes files holds when that is done. */
  holds?: Holding;
  /**
   * It may change more than it predicts, as a service that starts does: what was observed is read again, and in a dry
   * run what rests on it is unverified. A list says what may change: probes with one of these texts in their keys.
   */
  sideEffects?: true | readonly string[];
  /** It serves the next run only, such as remembering what was written: made, but neither reported nor counted. */
  bookkeeping?: true;
  /** A sentence on what can be done instead of consenting to its impact. */
  otherwise?: string;
  /** Set when the change must not be made as things are; the sentence says what would have to be allowed. */
  blocked?: string;
}

export const NO_IMPACT: Impact = { disruption: 'none' };

/** What happens to a value that is `before` and becomes `after`; null is "not there". */
export function valueAction(before: unknown, after: unknown): Action {
  if (before === null) return 'create';
  return after === null ? 'delete' : 'update';
}

/** The copy of a definition that libvirt has of a guest or pool: a start or stop is of what runs. */
export function definitionCopies(action: Action): Copy[] {
  return [action === 'start' || action === 'stop' ? 'running' : 'stored'];
}

/** A prediction whose value is checked against the type of its probe. */
export function predict<T>(probe: Probe<T>, value: T): Prediction {
  return { probe: probe as Probe, value };
}

/** Whether `disruption` is above what was consented to. */
export function exceeds(disruption: Disruption, consent: Disruption): boolean {
  return DISRUPTIONS.indexOf(disruption) > DISRUPTIONS.indexOf(consent);
}
