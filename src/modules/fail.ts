import * as z from 'zod';
import { defineModule } from './module.ts';

export const fail = defineModule({
  name: 'fail',
  summary: 'Stop a host, with a reason',
  description:
    'A condition belongs to its task: when. Where only a condition is to hold, assert says it shorter.',
  example: 'fail: { msg: "{{ inventory_hostname }} has no uplink" }',
  args: z.strictObject({
    msg: z.string().default('The playbook stops here.').describe('What is said'),
  }),
  observe: () => ({}),
  plan: ({ msg }) => ({ changes: [], failure: msg }),
});
