import * as z from 'zod';

/** Names that expressions can use. */
const name = z.string().regex(/^[A-Za-z_]\w*$/, 'a name of letters, digits and underscores');
const names = (what: string) => z.union([z.string(), z.array(z.string())]).describe(what);
const when = z.union([z.string(), z.boolean()]);
const conditions = z.union([when, z.array(when)]);
const vars = z.record(z.string(), z.unknown()).describe('Variables, by name');
const become = z.boolean().describe('Whether to work as root, through sudo');
const noLog = z.boolean().describe('Whether reports leave out what the task is given and answers');
const disruption = z
  .enum(['none', 'service', 'link'])
  .describe(
    'The highest disruption it may cause: none, service (a service restarts; the default), or link (running guests lose their link for a moment)',
  );
const size = z.union([z.int().min(1), z.string().regex(/^[1-9]\d*%?$/, 'a number of hosts or a percentage')]);

/** What a task says beside its module. */
export const taskKeywords = z.strictObject({
  name: z.string().describe('What the task is for, shown in reports').optional(),
  when: conditions.describe('Expressions that must all be true for the task to run').optional(),
  changed_when: conditions
    .describe(
      'Modules of which nobody knows what they do, such as command: whether it changed something, as expressions over what it registers',
    )
    .optional(),
  failed_when: conditions
    .describe(
      'Modules of which nobody knows what they do, such as command: whether it failed, as expressions over what it registers',
    )
    .optional(),
  loop: z
    .union([z.array(z.unknown()), z.string()])
    .describe('Runs the task once for each item of a list')
    .optional(),
  loop_control: z
    .strictObject({
      loop_var: name.describe('Name of the variable with the item, instead of `item`').optional(),
      index_var: name.describe('Name of the variable with the number of the item, from 0').optional(),
      label: z.string().describe('How reports name the item').optional(),
    })
    .describe('How a loop names its items')
    .optional(),
  register: name.describe('Variable that keeps the result for later tasks').optional(),
  notify: names('Handlers to run, by name, when the task changes something').optional(),
  tags: names('Tags by which --tags and --skip-tags choose').optional(),
  vars: vars.optional(),
  args: z.record(z.string(), z.unknown()).describe('More arguments of the module, such as chdir').optional(),
  ignore_errors: z.boolean().describe('Whether the host goes on when the task fails').optional(),
  no_log: noLog.optional(),
  disruption: disruption.optional(),
  become: become.optional(),
  guard: z
    .boolean()
    .describe(
      'Whether the host undoes the changes unless a new connection confirms them; what may cut you off always is',
    )
    .optional(),
  confirm_timeout: z
    .int()
    .min(5)
    .max(3600)
    .describe('Seconds after which the host undoes a guarded change that was not confirmed; 120 if not given')
    .optional(),
  confirm: z
    .strictObject({
      gateway: z.boolean().describe('The default gateway answers the host').optional(),
      addresses: z.array(z.string()).describe('Addresses that answer a ping of the host').optional(),
      ports: z
        .array(z.string().regex(/^.+:\d+$/, 'an address and a port, such as 10.0.0.1:53'))
        .describe('TCP ports that the host can connect to, as ADDRESS:PORT')
        .optional(),
    })
    .describe('What must work on the host, beside the new connection, for a guarded change to stay')
    .optional(),
});

export const handlerKeywords = taskKeywords.extend({
  listen: names('Further names that notify the handler').optional(),
});

/** The task that runs the notified handlers at once. */
export const flushKeywords = z.strictObject({
  name: z.string().optional(),
  flush_handlers: z.literal(true).describe('Runs the handlers notified so far'),
  tags: names('Has no effect').optional(),
});

const tasks = z.array(z.unknown());

export const playKeywords = z.strictObject({
  name: z.string().describe('What the play is for, shown in reports').optional(),
  hosts: names('The hosts it is for: a host pattern'),
  vars: vars.optional(),
  vars_files: names('YAML files with variables, seen from the folder of the playbook').optional(),
  become: become.optional(),
  no_log: noLog.optional(),
  serial: z
    .union([size, z.array(size).min(1)])
    .describe('How many hosts at a time: a number, a percentage, or a list of them')
    .optional(),
  tasks: tasks.describe('What to do, in this order').nullish(),
  handlers: tasks.describe('Tasks that run once, after the others, when notified').nullish(),
  disruption: disruption.optional(),
  prune: z
    .literal('owned')
    .describe('Removes the networks that this playbook made or kept, and no longer describes')
    .optional(),
  max_delete: z.int().min(0).describe('How many networks of a host `prune` may remove; default 1').optional(),
  tags: names('Tags of all its tasks').optional(),
  gather_facts: z
    .boolean()
    .describe('Has no effect: what a task needs to know is read when needed')
    .optional(),
});
