import * as z from 'zod';
import { services } from '../host/services.ts';
import { defineModule } from './module.ts';

export const serviceFacts = defineModule({
  name: 'service_facts',
  onlyReads: true,
  selfContained: true,
  summary: 'Read the systemd services of the host into ansible_facts.services',
  description:
    'Each has name, state (running, stopped) and status (enabled, disabled, static, …). It changes nothing.',
  example: 'service_facts: {}',
  args: z.strictObject({}),
  answers: () => ['ansible_facts', 'services'],
  observe: () => ({ services }),
  plan: (_, { services: found }) => ({ changes: [], result: { ansible_facts: { services: found } } }),
});
