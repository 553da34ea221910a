import type { Interrupts } from '../../src/plan/interrupts.ts';

/** For work that nobody interrupts. */
export const UNINTERRUPTED: Interrupts = {
  signal: new AbortController().signal,
  cut: new AbortController().signal,
};
