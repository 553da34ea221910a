import * as z from 'zod';
import { defineModule } from './module.ts';

const NAME = /^[A-Za-z_]\w*$/;

const args = z
  .object({
    cacheable: z.boolean().optional().describe('Has no effect: variables last as long as the run'),
  })
  .catchall(z.unknown())
  .superRefine((facts, context) => {
    for (const name of Object.keys(facts).filter((one) => !NAME.test(one)))
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'a name of letters, digits and underscores',
      });
  });

export const setFact = defineModule({
  name: 'set_fact',
  summary: 'Variables of the host for the tasks behind it, also in later plays',
  description: [
    'Each argument is a variable. What can be computed before a host is contacted is; a value that depends on what an',
    'earlier task registers is known when that has run. They win over all variables but those of -e.',
  ].join('\n'),
  example: 'set_fact: { gateway: "{{ host(routed_network, 1) }}" }',
  args,
  facts: ({ cacheable: _, ...facts }) => facts,
  observe: () => ({}),
  plan: () => ({ changes: [] }),
});
