import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_WAIT } from '../duration.ts';

/** How an operator ends work before its end: with Ctrl-C, and once more. */
export interface Interrupts {
  /** Nothing more begins, and what merely waits ends; what runs comes to its end. */
  readonly signal: AbortSignal;
  /** Never before `signal`. Connections close, and what runs is given up. */
  readonly cut: AbortSignal;
}

/** Waits, until the signal aborts at most. */
export async function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  await sleep(Math.min(milliseconds, LONGEST_WAIT), undefined, { signal: until }).catch(() => undefined);
}
