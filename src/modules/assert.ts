import * as z from 'zod';
import { defineModule } from './module.ts';

const condition = z.boolean({
  error: 'true or false, from an expression such as "{{ size(guests) < 250 }}"',
});

export const assert = defineModule({
  name: 'assert',
  summary: 'Stop a host on which a condition does not hold',
  example: 'assert: { that: ["{{ size(guests) < 250 }}"], msg: too many guests for a /24 }',
  args: z.strictObject({
    that: z
      .array(condition, { error: 'a list of conditions, such as ["{{ size(guests) < 250 }}"]' })
      .min(1, 'at least one condition')
      .describe('Conditions, each an expression in {{ }}'),
    msg: z.string().optional().describe('What is said when one does not hold'),
  }),
  observe: () => ({}),
  plan: ({ that, msg }) => {
    const broken = that.flatMap((holds, index) => (holds ? [] : [index + 1]));
    if (broken.length === 0) return { changes: [] };
    const which = broken.length === 1 ? `Condition ${broken[0]} does` : `Conditions ${broken.join(', ')} do`;
    return { changes: [], failure: msg ?? `${which} not hold; there are ${that.length}.` };
  },
});
