import * as z from 'zod';
import { defineModule } from './module.ts';

/** What an `include_tasks` is in reports; the tasks that it includes come behind it. No playbook names it. */
export const include = defineModule({
  name: 'include_tasks',
  summary: 'Tasks of another file',
  example: 'include_tasks: { name: more.yaml }',
  args: z.strictObject({ name: z.string() }),
  selfContained: true,
  observe: () => ({}),
  plan: ({ name }) => ({ changes: [], message: `included: ${name}` }),
});
