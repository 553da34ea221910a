import type { Answer } from '../../plan/probe.ts';

/** What a host said to one probe: `stream` is its whole part of stdout, for the comparison before a write. */
export interface Raw {
  answers: readonly Answer[];
  stream: readonly Buffer[];
}
