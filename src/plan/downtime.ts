import type { GuestInterface } from './change.ts';

/** How long a port was without its bridge, by the clock of the host. `guest` and `mac` are absent for what is no guest. */
export interface Downtime {
  interface: string;
  guest?: string;
  mac?: string;
  /** Milliseconds. */
  ms: number;
}

/** Reads lines `without-bridge PORT MS` of what a detached step printed; `guests` are those that its plan named. */
export function parseDowntimes(printed: string, guests: readonly GuestInterface[]): Downtime[] {
  return [...printed.matchAll(/^without-bridge (\S+) (\d+)$/gm)].map(([, port = '', ms]) => {
    const met = guests.find((guest) => guest.interface === port);
    return { interface: port, ...(met && { guest: met.guest, mac: met.mac }), ms: Number(ms) };
  });
}
