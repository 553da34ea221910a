/**
 * Who says that somebody holds an address: a lease, a reservation, the interface of a guest, the neighbours of the host,
 * those that answer (`seen`) and those that did (`met`), or the network, of the host itself.
 */
export type Source = 'lease' | 'reserved' | 'guest' | 'seen' | 'met' | 'host';

/** What is doubtful about a holder. */
export interface Mark {
  kind: 'stale' | 'conflict';
  why: string;
}

/** Who holds an address on a host: one row for each network, MAC and address. */
export interface Holder {
  host: string;
  /** The libvirt network; the link of the host where none has it. */
  network: string;
  ip: string | null;
  mac: string | null;
  /** The name of the host that leases or reservations have. */
  name: string | null;
  guest: string | null;
  /** Whether that guest runs. */
  running: boolean | null;
  /** Its link on the host. */
  interface: string | null;
  sources: Source[];
  /** When the lease ends, ISO 8601; null for one without end, or for none. */
  expires: string | null;
  /** Seconds until then, by the clock of the host. */
  left: number | null;
  marks: Mark[];
}

/** What a holder is put together from. */
export type Claim = Pick<Holder, 'network' | 'ip' | 'mac'> &
  Partial<Pick<Holder, 'name' | 'guest' | 'running' | 'interface' | 'expires' | 'left'>> & { source: Source };
