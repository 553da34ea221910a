import * as z from 'zod';
import { duration, LONGEST_WAIT } from '../duration.ts';

const size = z.union([z.int().min(1), z.string().regex(/^[1-9]\d*%?$/, 'a number of hosts or a percentage')]);

/** A length of time, no longer than a timer waits. */
const length = (what: string) =>
  z
    .string()
    .refine((text) => duration(text) !== undefined, 'a length of time such as 90s, 5m or 1h')
    .refine((text) => (duration(text) ?? 0) <= LONGEST_WAIT, 'at most 3w')
    .describe(what)
    .optional();

/** In which order a play goes through its hosts, and what ends that. */
export const rolloutKeywords = {
  serial: z
    .union([size, z.array(size).min(1)])
    .describe('How many hosts at a time: a number, a percentage, or a list of them')
    .optional(),
  rollout: z
    .literal('all-at-once')
    .describe('Whether hosts on which something is disturbed come all at once, instead of a canary first')
    .optional(),
  canary: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe('The hosts that come first: a host pattern; if not given, one of each kind of plan')
    .optional(),
  max_fail: z
    .int()
    .min(0)
    .describe('How many hosts of the play may fail before nothing more starts; unreachable ones count')
    .optional(),
  max_fail_percentage: z
    .union([z.number().min(0).max(100), z.string().regex(/^\d+$/, 'a percentage')])
    .describe('The same as a percentage of all hosts of the play')
    .optional(),
  verify: z
    .array(z.unknown())
    .describe(
      'Tasks that only read, done on the hosts of each wave behind it: one that fails stops the rollout',
    )
    .nullish(),
  soak: length('How long to wait behind a wave, before it is looked at again and the next one begins'),
  pause: z
    .union([z.literal(true), z.string().min(1)])
    .describe('Asks a person before each wave but the first; a text says what to look at')
    .optional(),
  pause_timeout: length('How long to wait for the answer; then no further wave begins'),
  on_failure: z
    .enum(['stop', 'rollback'])
    .describe(
      'What becomes of a wave behind which the rollout stops: stop (the default) leaves it, rollback brings back what its hosts had before the run',
    )
    .optional(),
  order: z
    .enum(['inventory', 'reverse_inventory', 'sorted', 'reverse_sorted'])
    .describe('The order of its hosts: of the inventory (the default), by name, or either of them backwards')
    .optional(),
};
