import type { Topology } from './topology.ts';

/** Who did something on a host, by its journal. */
export interface Witness {
  /** ISO 8601, of the host's clock. */
  at: string;
  kind: 'virtfleet' | 'sudo' | 'login';
  /** A user of the host, or `name@machine` of a run. */
  who: string;
  /** The command, the task, or where from. */
  what: string;
  /** Of a line of Virtfleet: the id of the run. */
  run?: string;
  /** Of a line of Virtfleet: root wrote it, and no user of the host who wants another one to be blamed. */
  byRoot?: true;
}

/** Something of a host that no task describes. */
export interface Unmanaged {
  /** `network isolated`, `tap vnet3`, `reservation db of network lab`. */
  resource: string;
  /** In a few words: what it is. */
  about: string;
  /** The resource that it is a part of, which a task describes: `network lab`. */
  within?: string;
}

/** What a host has to say beside its tasks, mostly in a drift check. */
export interface Evidence {
  /** Absent where nothing differs, or this user may not read the journal. */
  witnesses?: readonly Witness[];
  /** Absent where it was not asked for. */
  unmanaged?: readonly Unmanaged[];
  /** The login user could not become root: only what every user may see was compared. */
  unprivileged?: true;
  /** How its networks are plugged together, or why that cannot be read; absent where it was not asked for. */
  topology?: Topology | { unread: string };
}
