/** The two copies of a network: what the next start takes, and what runs. */
export type Side = 'persistent' | 'live';

/** One thing in which a copy on the host is not as it was written. */
export interface Difference {
  /**
   * - `missing`: an entry of a list that is not there
   * - `different`: a value or an entry that is another
   * - `unwanted`: an entry that has to go
   * - `unmanaged`: an entry that was not written; it is kept, and no change is needed
   */
  kind: 'missing' | 'different' | 'unwanted' | 'unmanaged';
  side: Side;
  /** In operators' words: `reservation vm1`, `mtu`. */
  what: string;
  /** Short values; null for "not there". */
  before: string | null;
  after: string | null;
  /** Elements and attributes that lead there: `ip.dhcp.host`, `mtu.size`. */
  at: string;
  /** For an entry of a list: the desired one, completed with what the task leaves out, and the current one. */
  desired?: unknown;
  actual?: unknown;
  /** A missing entry that is written before all that are there. */
  first?: true;
  /** Which `<ip>` of the host it belongs to; absent where that one is not there either. */
  parent?: number;
}

/** One line: `reservation vm1: 10.0.0.10 → 10.0.0.11`, `DNS host web missing`. */
export function describeDifference({ kind, what, before, after }: Difference): string {
  switch (kind) {
    case 'missing':
      return `${what} missing`;
    case 'unwanted':
      return `${what} not desired`;
    case 'unmanaged':
      return `${what} unmanaged`;
    case 'different':
      return `${what}: ${before ?? 'not set'} → ${after ?? 'not set'}`;
  }
}

/** In what one copy is wrong while the other is as it was written. */
export function describeSide({ kind, side, before }: Difference): string {
  const lacks = kind === 'missing' || before === null;
  const copy = `${side} copy`;
  if (side === 'live')
    return `${copy} ${lacks ? 'lacks it' : kind === 'unwanted' ? 'still has it' : 'differs'}`;
  const would = lacks ? 'lose it' : kind === 'unwanted' ? 'bring it back' : 'change it';
  return `${copy} would ${would} at the next start`;
}
