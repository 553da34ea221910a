import * as z from 'zod';
import { only } from '../plan/probe.ts';
import { defineModule } from './module.ts';

export const ping = defineModule({
  name: 'ping',
  onlyReads: true,
  selfContained: true,
  summary: 'Prove that the host answers',
  description: 'What register keeps has ping: pong. It changes nothing.',
  example: 'ping: {}',
  args: z.strictObject({ data: z.string().default('pong').describe('What ping is in the result') }),
  observe: () => ({
    answer: {
      key: 'ping',
      ask: { kind: 'script' as const, script: 'echo pong', args: [] },
      volatile: true,
      awaited: true,
      parse: (answers) => only(answers).stdout.toString().trim(),
    },
  }),
  plan: ({ data }, { answer }) => ({ changes: [], result: { ping: answer === 'pong' ? data : answer } }),
});
