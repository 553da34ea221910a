import { LONGEST_WAIT } from './duration.ts';
import { HostReader, type Open } from './engine/connection/host-reader.ts';
import { HostWriter, type IsOver } from './engine/connection/host-writer.ts';
import { WriteTurns } from './engine/connection/write-turns.ts';
import type { Writer } from './engine/script/lock.ts';
import type { HostTarget, LoginDefaults } from './host-targets.ts';
import type { Interrupts } from './plan/interrupts.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { SnapshotReader } from './snapshot/snapshot-reader.ts';
import type { Secret } from './transport/secret.ts';
import type { Local } from './transport/ssh/ssh-settings.ts';
import { createTransport, TRANSPORT_DEFAULTS, type Transport } from './transport/transport.ts';

/** How to contact hosts, and how many at once. */
export interface ConnectionSettings {
  /** `-b`: become root, unless a play or task decides. */
  become: boolean;
  becomePassword: Secret | undefined;
  /** How to log in where the inventory does not say. */
  login: LoginDefaults;
  /** Hosts that are connected to at once. */
  forks: number;
  acceptNew: boolean;
  /** Seconds. */
  connectTimeout: number;
  /** The operator's home folder and user, for `~` and the settings of ssh. */
  local: Local;
  /** What answers in place of the hosts, or keeps what they answer. */
  snapshot?: Snapshot | undefined;
  /** Gets what a host's ssh says while it waits for its user, such as a key that wants to be touched. */
  notice?: (host: string, text: string) => void;
}

/**
 * Opens the connections of a command. Once it is interrupted, no further one is opened. `commandTimeout` is how many
 * milliseconds one script may take.
 */
export class Connections {
  readonly #transport: Transport;
  readonly #interrupts: Interrupts;
  readonly #turns = new WriteTurns();
  readonly #snapshot: Snapshot | undefined;

  constructor(
    { local, acceptNew, connectTimeout, login, snapshot, notice }: ConnectionSettings,
    interrupts: Interrupts,
    commandTimeout = TRANSPORT_DEFAULTS.commandTimeout,
  ) {
    this.#interrupts = interrupts;
    this.#snapshot = snapshot;
    this.#transport = createTransport({
      ...TRANSPORT_DEFAULTS,
      local,
      acceptNew,
      connectTimeout: Math.min(connectTimeout * 1000, LONGEST_WAIT),
      password: login.password,
      commandTimeout,
      ...(notice && { notice }),
      cut: interrupts.cut,
    });
  }

  /** A host over connections that have no way to write; with `fallsBack` as the login user where he may not become root. */
  reader(host: HostTarget, fallsBack = false): HostReader {
    return this.#snapshot
      ? new SnapshotReader(host, this.#open(host), fallsBack, this.#snapshot)
      : new HostReader(this.#open(host), host.libvirtUri, fallsBack);
  }

  writer(host: HostTarget, writer: Writer, isOver?: IsOver): HostWriter {
    if (this.#snapshot) throw new Error('a snapshot cannot be written to');
    const remote = new HostWriter(this.#open(host), host.libvirtUri, writer, this.#interrupts);
    remote.turn = this.#turns.of(host.name);
    if (isOver) remote.isOver = isOver;
    return remote;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** A change must be confirmed: the first Ctrl-C does not end the connections for that. */
  #open({ target, become: fixed }: HostTarget): Open {
    const { signal, cut } = this.#interrupts;
    return (become, attempt) =>
      this.#transport.open(
        { ...target, become: fixed ?? become, ...(attempt && { unshared: true }) },
        attempt ? AbortSignal.any([AbortSignal.timeout(attempt.seconds * 1000), cut]) : signal,
      );
  }
}
