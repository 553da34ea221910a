import * as z from 'zod';
import { NO_IMPACT } from '../plan/change.ts';
import { changes } from '../plan/plan.ts';
import { seconds } from './arguments.ts';
import { defineModule } from './module.ts';

export const waitForConnection = defineModule({
  name: 'wait_for_connection',
  onlyReads: true,
  summary: 'Wait until the host answers over a new connection',
  description: 'Use it after a task that interrupts the connection. reboot waits by itself.',
  example: 'wait_for_connection: { delay: 5, timeout: 300 }',
  args: z.strictObject({
    timeout: seconds.default(600).describe('Seconds after which the task fails'),
    delay: seconds.default(0).describe('Seconds before the first attempt'),
    sleep: seconds.optional().describe('Has no effect: it is tried again at once'),
    connect_timeout: seconds.optional().describe('Has no effect: an attempt takes as long as any connection'),
  }),
  observe: () => ({}),
  plan: ({ timeout, delay }) =>
    changes({
      action: 'run',
      proof: 'opaque',
      what: 'connection',
      before: null,
      after: null,
      impact: NO_IMPACT,
      steps: [{ do: 'reconnect', script: 'true', args: [], delay, seconds: timeout }],
      predictions: [],
      bookkeeping: true,
    }),
});
