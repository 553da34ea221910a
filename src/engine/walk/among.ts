import type { Peers } from '../../playbook/peers/peers.ts';
import type { Registered } from './registered.ts';

/** A host among the others that go through a play. */
export interface Among {
  registered: Registered;
  /** What is known of the others. */
  peers: Peers;
  /** Told how far it has come. */
  reached(order: readonly number[]): void;
  /** Waits until the others have come as far. */
  others(): Promise<void>;
}
