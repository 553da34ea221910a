import * as z from 'zod';
import { defineModule } from './module.ts';

export const debug = defineModule({
  name: 'debug',
  onlyReads: true,
  summary: 'Print a text or a value',
  example: 'debug: { msg: "{{ inventory_hostname }} routes {{ routed_network }}" }',
  expressions: ['var'],
  args: z.strictObject({
    msg: z.unknown().optional().describe('A text, or an expression whose value is printed'),
    verbosity: z.int().min(0).default(0).describe('Only 0 prints: -v shows other things here'),
    var: z.unknown().optional().describe('An expression without {{ }} whose value is printed'),
  }),
  prepare: ({ msg, var: value, verbosity }, { report }) => {
    if ((msg === undefined) === (value === undefined))
      report({
        code: 'debug-arguments',
        summary: 'Arguments of debug do not fit together',
        detail: 'Write either msg or var.',
      });
    return { shown: msg === undefined ? value : msg, verbosity };
  },
  skips: ({ verbosity }) => (verbosity > 0 ? 'its verbosity is above 0' : undefined),
  observe: () => ({}),
  plan: ({ shown }) => ({
    changes: [],
    message: typeof shown === 'string' ? shown : (JSON.stringify(shown, undefined, 2) ?? 'undefined'),
  }),
});
