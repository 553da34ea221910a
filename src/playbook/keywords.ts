import * as z from 'zod';
import { asyncKeywords } from './async-keywords.ts';
import { connectionKeywords, prompts } from './play-keywords.ts';
import { rolloutKeywords } from './rollout-keywords.ts';
import { name } from './variable-name.ts';

const names = (what: string) => z.union([z.string(), z.array(z.string())]).describe(what);
const when = z.union([z.string(), z.boolean()]);
const conditions = z.union([when, z.array(when)]);
const vars = z.record(z.string(), z.unknown()).describe('Variables, by name');
/** True or false, or an expression that comes out so. */
const flag = (what: string) =>
  z.union([z.boolean(), z.string().regex(/\{\{/, 'true, false or an expression in {{ }}')]).describe(what);
const count = (what: string) =>
  z
    .union([z.int().min(0), z.string().regex(/^\d+$|\{\{/, 'a number or an expression in {{ }}')])
    .describe(what);
const list = z.array(z.unknown());
const noEffect = (why: string) => z.unknown().describe(`Has no effect: ${why}`).optional();
const environment = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()), z.string()]);
const rootOnly = z.literal('root').describe('root, which is the only user that Virtfleet becomes').optional();

/** What plays, blocks, roles and tasks hand on to the tasks inside them. */
const inherited = {
  vars: vars.optional(),
  tags: names('Tags by which --tags and --skip-tags choose').optional(),
  become: flag('Whether to work as root, through sudo, doas or run0').optional(),
  become_user: rootOnly,
  become_method: z.literal('sudo').describe('sudo; a host has one way, which is said on plays').optional(),
  disruption: z
    .enum(['none', 'service', 'link'])
    .describe(
      'The highest disruption it may cause: none, service (a service restarts; the default), or link (running guests lose their link for a moment)',
    )
    .optional(),
  environment: environment.describe('Environment variables of the programs that its tasks run').optional(),
  ignore_errors: flag('Whether the host goes on when the task fails').optional(),
  ignore_unreachable: flag('Whether the host goes on when it cannot be reached for the task').optional(),
  no_log: flag('Whether reports keep what the task says to themselves').optional(),
  run_once: flag('Whether only the first host of the batch does it').optional(),
  any_errors_fatal: flag('Whether a failure on one host keeps the plays behind from starting').optional(),
  module_defaults: z
    .union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))])
    .describe('Arguments that tasks of a module have where they do not say them: a map by module')
    .optional(),
  check_mode: flag('Whether the task only predicts, also in a real run').optional(),
  collections: noEffect('a module is found by its short name, too'),
  debugger: noEffect('there is no debugger'),
  diff: noEffect('--diff decides'),
  throttle: count('How many hosts do it at the same time; 0 for as many as --forks allows').optional(),
  timeout: noEffect('each step has a limit of its own'),
};

const inheritedWhen = {
  when: conditions.describe('Expressions that must all be true for the task to run').optional(),
};

/** What a task says beside its module. */
export const taskKeywords = z.strictObject({
  name: z.string().describe('What the task is for, shown in reports').optional(),
  ...inheritedWhen,
  changed_when: conditions
    .describe('Whether it changed something, as expressions over what it registers')
    .optional(),
  failed_when: conditions.describe('Whether it failed, as expressions over what it registers').optional(),
  loop: z
    .union([z.array(z.unknown()), z.string()])
    .describe('Runs the task once for each item of a list')
    .optional(),
  loop_control: z
    .strictObject({
      loop_var: name.describe('Name of the variable with the item, instead of `item`').optional(),
      index_var: name.describe('Name of the variable with the number of the item, from 0').optional(),
      label: z.unknown().describe('How reports name the item').optional(),
      pause: z.number().min(0).describe('Seconds between two items').optional(),
      extended: z.boolean().describe('Whether there is a variable `ansible_loop` about the loop').optional(),
      extended_allitems: z.boolean().describe('Whether `ansible_loop` has `allitems`').optional(),
    })
    .describe('How a loop names its items')
    .optional(),
  until: conditions
    .describe('Repeats the task until these are true of what it registers, at most `retries` times')
    .optional(),
  retries: count('How often `until` tries again; 3 if not given').optional(),
  delay: count('Seconds between two tries; 5 if not given').optional(),
  register: name.describe('Variable that keeps the result for later tasks').optional(),
  notify: names('Handlers to run, by name, when the task changes something').optional(),
  ...inherited,
  ...asyncKeywords,
  delegate_to: z.string().describe('The host that does it instead').optional(),
  delegate_facts: flag('Whether what it sets belongs to the host that does it').optional(),
  args: z
    .union([z.record(z.string(), z.unknown()), z.string()])
    .describe('More arguments of the module, such as chdir')
    .optional(),
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

/** What a block says beside its sections; its tasks take it over. */
export const blockKeywords = z.strictObject({
  name: z.string().describe('What the block is for').optional(),
  ...inheritedWhen,
  ...inherited,
  delegate_to: taskKeywords.shape.delegate_to,
  delegate_facts: taskKeywords.shape.delegate_facts,
  notify: taskKeywords.shape.notify,
  block: list.describe('Tasks that belong together').nullish(),
  rescue: list.describe('Tasks that run when one of `block` fails').nullish(),
  always: list.describe('Tasks that run after `block` and `rescue`, however they end').nullish(),
});

/** What a task with `include_tasks`, `include_role`, `import_tasks` or `import_role` says beside that. */
export const includeKeywords = taskKeywords.omit({
  changed_when: true,
  failed_when: true,
  until: true,
  retries: true,
  delay: true,
  guard: true,
  confirm_timeout: true,
  confirm: true,
});

const apply = z.record(z.string(), z.unknown()).describe('Keywords for all its tasks').optional();

export const fileArguments = z.strictObject({
  file: z.string().describe('A file with a list of tasks'),
  apply,
});

const file = (what: string) => z.string().describe(`${what} other than main.yml`).optional();

export const roleArguments = z.strictObject({
  name: z.string().describe('The role'),
  tasks_from: file('A file of its tasks'),
  vars_from: file('A file of its vars'),
  defaults_from: file('A file of its defaults'),
  handlers_from: file('A file of its handlers'),
  apply,
  public: z.boolean().describe('Whether its variables stay for the tasks behind it').optional(),
  allow_duplicates: z
    .boolean()
    .describe('Whether it runs again when it was asked for in the same way; yes if not given')
    .optional(),
  rolespec_validate: z.boolean().describe('Has no effect').optional(),
});

/** A task that steers the play. */
export const metaKeywords = z.strictObject({
  name: z.string().optional(),
  when: inheritedWhen.when,
  tags: inherited.tags,
  vars: inherited.vars,
  run_once: inherited.run_once,
  meta: z.string().optional(),
  flush_handlers: z.literal(true).describe('Runs the handlers notified so far').optional(),
});

/** An entry of `roles:`, and of `dependencies:` of a role; all other keys are parameters of the role. */
export const roleKeywords = z.looseObject({
  ...inheritedWhen,
  ...inherited,
  delegate_to: taskKeywords.shape.delegate_to,
  delegate_facts: taskKeywords.shape.delegate_facts,
});

/** An entry of a playbook that stands for the plays of another one. */
export const importPlaybookKeywords = z.strictObject({
  name: z.string().optional(),
  import_playbook: z.string().describe('A playbook whose plays come here, seen from the folder of this one'),
  ...inheritedWhen,
  vars: inherited.vars,
  tags: inherited.tags,
});

const tasks = list;

export const playKeywords = z.strictObject({
  name: z.string().describe('What the play is for, shown in reports').optional(),
  hosts: names('The hosts it is for: a host pattern'),
  vars_files: names(
    'YAML files with variables, seen from the folder of the playbook; of a list the first that is there',
  )
    .or(z.array(z.unknown()))
    .optional(),
  vars_prompt: prompts.optional(),
  ...rolloutKeywords,
  pre_tasks: tasks.describe('Tasks before the roles').nullish(),
  roles: tasks.describe('Roles whose tasks come before `tasks`').nullish(),
  tasks: tasks.describe('What to do, in this order').nullish(),
  post_tasks: tasks.describe('Tasks after the handlers that `tasks` notified').nullish(),
  handlers: tasks.describe('Tasks that run once, after the others, when notified').nullish(),
  prune: z
    .literal('owned')
    .describe('Removes the networks that this playbook made or kept, and no longer describes')
    .optional(),
  max_delete: z.int().min(0).describe('How many networks of a host `prune` may remove; default 1').optional(),
  gather_facts: flag('Whether facts are read when a task uses one; default true').optional(),
  gather_subset: noEffect('all facts are read in one go'),
  gather_timeout: noEffect('all facts are read in one go'),
  strategy: z
    .string()
    .describe('linear: hosts wait for each other before each task. Otherwise, and if not given, they do not')
    .optional(),
  force_handlers: z
    .boolean()
    .describe(
      'Whether handlers that were notified run on a host that failed, too; --force-handlers is the default',
    )
    .optional(),
  ...inherited,
  ...connectionKeywords,
  vars: z
    .union([vars, z.array(vars)])
    .describe('Variables, by name')
    .nullish(),
});
