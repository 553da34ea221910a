import * as z from 'zod';
import { NO_IMPACT } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { defineModule } from './module.ts';

const length = (most: number) => z.int().min(0).max(most).optional();

export const pause = defineModule({
  name: 'pause',
  onlyReads: true,
  summary: 'Wait for a fixed time',
  description:
    'Each host waits by itself. A dry run does not wait. wait_for is better if there is a condition to wait for.',
  example: 'pause: { seconds: 5 }',
  args: z
    .strictObject({
      seconds: length(24 * 3600).describe('Seconds to wait'),
      minutes: length(24 * 60).describe('Minutes to add to the seconds'),
      prompt: z.string().optional().describe('What it waits for, shown in the plan'),
      echo: z.boolean().optional().describe('Has no effect: nothing is asked'),
    })
    .refine(
      ({ seconds, minutes }) => seconds !== undefined || minutes !== undefined,
      'seconds or minutes; Virtfleet does not ask the operator to continue',
    ),
  observe: () => ({}),
  plan: ({ seconds = 0, minutes = 0, prompt }): Plan => {
    const all = seconds + minutes * 60;
    const step = { do: 'run', argv: ['sleep', String(all)], seconds: all } as const;
    const what = prompt === undefined ? `pause of ${all} s` : `pause of ${all} s: ${prompt}`;
    const change = { what, before: null, after: null, impact: NO_IMPACT, steps: [step], predictions: [] };
    return { changes: [{ action: 'run', proof: 'opaque', ...change, bookkeeping: true }] };
  },
});
