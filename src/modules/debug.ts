import * as z from 'zod';
import { defineModule } from './module.ts';

export const debug = defineModule({
  name: 'debug',
  summary: 'Show a text or a value',
  example: 'debug: { msg: "{{ inventory_hostname }} routes {{ routed_network }}" }',
  args: z.strictObject({
    msg: z.unknown().describe('A text, or an expression whose value is shown'),
  }),
  observe: () => ({}),
  plan: ({ msg }) => ({
    changes: [],
    message: typeof msg === 'string' ? msg : (JSON.stringify(msg, undefined, 2) ?? 'undefined'),
  }),
});
