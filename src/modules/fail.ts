import * as z from 'zod';
import { lines } from './arguments.ts';
import { defineModule } from './module.ts';

export const fail = defineModule({
  name: 'fail',
  onlyReads: true,
  summary: 'Stop a host with a message',
  description: 'Write the condition as when. assert is shorter if the task only checks a condition.',
  example: 'fail: { msg: "{{ inventory_hostname }} has no uplink" }',
  args: z.strictObject({
    msg: lines.default('The playbook stops here.').describe('The message; of a list each entry is a line'),
  }),
  observe: () => ({}),
  plan: ({ msg }) => ({ changes: [], failure: msg }),
});
