import * as z from 'zod';
import { defineModule } from './module.ts';

const NAME = /^[A-Za-z_]\w*$/;

const args = z
  .object({
    cacheable: z.boolean().optional().describe('Has no effect: variables last until the end of the run'),
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
  onlyReads: true,
  summary: 'Set variables of the host for later tasks and plays',
  description: [
    'Each argument is a variable. It is computed before a host is contacted if possible; a value that depends on what an',
    'earlier task registers is computed after that task. It overrides all variables except those of -e.',
  ].join('\n'),
  example: 'set_fact: { gateway: "{{ host(routed_network, 1) }}" }',
  readsData: 'all',
  computesNames: true,
  args,
  facts: ({ cacheable: _, ...facts }) => facts,
  observe: () => ({}),
  plan: () => ({ changes: [] }),
});
