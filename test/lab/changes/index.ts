import { ADDRESSES } from './addresses.ts';
import type { NetworkChange } from './change.ts';
import { LEASES } from './leases.ts';
import { LINKS } from './links.ts';
import { NAMES } from './names.ts';
import { REMOVALS } from './removals.ts';
import { STATES } from './states.ts';
import { WORDS } from './words.ts';

/** Changes of running networks, and what each may cost. */
export const CHANGES: readonly NetworkChange[] = [
  ...LEASES,
  ...NAMES,
  ...LINKS,
  ...ADDRESSES,
  ...REMOVALS,
  ...STATES,
  ...WORDS,
];
