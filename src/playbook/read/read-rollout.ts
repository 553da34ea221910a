import type * as z from 'zod';
import type { Findings } from '../findings.ts';
import type { playKeywords } from '../keywords.ts';
import type { Rollout } from '../model.ts';
import type { Part } from '../yaml-node.ts';
import { readTemplate } from './inherit.ts';

/** What a play says of its rollout; of one that is wrong, nothing. */
export function readRollout(
  part: Part,
  keys: z.output<typeof playKeywords> | undefined,
  findings: Findings,
): Rollout {
  const { max_fail: hosts, max_fail_percentage: percentage } = keys ?? {};
  const canary = keys?.canary === undefined ? undefined : findings.try(() => readTemplate(part.at('canary')));
  return {
    order: keys?.order ?? 'inventory',
    isAllAtOnce: keys?.rollout !== undefined,
    ...(canary && { canary }),
    budget: {
      ...(hosts !== undefined && { hosts }),
      ...(percentage !== undefined && { percentage: Number(percentage) }),
    },
  };
}
