import type { Copy } from '../../../src/plan/change.ts';

/** A way to change a host behind the back of Virtfleet. */
export interface Kind {
  name: string;
  /** Shell text for the host, as root. */
  does: string;
  /** What is found: the resource, the difference and the copies. */
  resource: string;
  what: string;
  copies: readonly Copy[];
}
