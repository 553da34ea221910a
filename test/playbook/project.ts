import { join } from 'node:path';
import * as z from 'zod';
import { loadInventory } from '../../src/inventory/load.ts';
import { addHost } from '../../src/modules/add-host.ts';
import { copy } from '../../src/modules/copy.ts';
import { fetchModule } from '../../src/modules/fetch.ts';
import { groupBy } from '../../src/modules/group-by.ts';
import { includeVars } from '../../src/modules/include-vars.ts';
import { type AnyModule, defineModule } from '../../src/modules/module.ts';
import { setFact } from '../../src/modules/set-fact.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { type ResolveOptions, resolvePlays } from '../../src/playbook/resolve/resolve.ts';
import type { HostTask, HostTree } from '../../src/playbook/resolve/resolved-play.ts';
import { leavesOf } from '../../src/playbook/task-tree.ts';
import type { Problem } from '../../src/problem.ts';
import { folder } from '../inventory/folder.ts';

const same = { observe: () => ({}), plan: () => ({ changes: [] }) };

/** Modules that are only asked what they want. */
export const MODULES: readonly AnyModule[] = [
  defineModule({
    name: 'link',
    summary: 'A link',
    example: 'link: { name: br0 }',
    advice: { vid: 'Write ports.', 'ports.vid': 'It is vlan.' },
    args: z.strictObject({
      name: z.string().describe('Name of the link'),
      mtu: z.int().min(68).optional(),
      state: z.enum(['present', 'absent']).default('present'),
      mode: z.string().optional(),
      enabled: z.boolean().optional(),
      checks: z.array(z.boolean({ error: 'a condition in {{ }}' })).optional(),
      ports: z.array(z.strictObject({ vlan: z.union([z.int(), z.string()]) })).optional(),
    }),
    ...same,
  }) as AnyModule,
  defineModule({
    name: 'say',
    summary: 'Says something',
    example: 'say: hello',
    args: z.union([z.string(), z.number(), z.boolean()]),
    ...same,
  }) as AnyModule,
  defineModule({
    name: 'render',
    summary: 'Renders a template',
    example: 'render: { template: a.conf.hbs }',
    args: z.strictObject({ template: z.string(), refuse: z.boolean().optional() }),
    prepare: ({ template, refuse }, context) => {
      if (refuse) context.report({ code: 'refused', summary: 'Refused', at: ['refuse'] });
      return { text: context.render(template, { more: 1 }) };
    },
    ...same,
  }) as AnyModule,
  defineModule({
    name: 'act',
    summary: 'Does what nobody can know',
    example: 'act: anything',
    opaque: true,
    freeForm: { argument: 'words', cut: true },
    args: z.strictObject({ words: z.array(z.string()).min(1), creates: z.string().optional() }),
    ...same,
  }) as AnyModule,
  defineModule({
    name: 'text',
    aliases: { line: 'cmd' },
    expressions: ['holds'],
    summary: 'Takes a text',
    example: 'text: anything',
    freeForm: { argument: 'cmd', cut: false },
    args: z.strictObject({
      cmd: z.string(),
      creates: z.string().optional(),
      chdir: z.string().optional(),
      holds: z.array(z.boolean()).optional(),
    }),
    ...same,
  }) as AnyModule,
  setFact as AnyModule,
  groupBy as AnyModule,
  addHost as AnyModule,
  includeVars as AnyModule,
  fetchModule as AnyModule,
  copy as AnyModule,
  defineModule({
    name: 'own',
    summary: 'Says whose task it is, and how many there are of it',
    example: 'own: {}',
    args: z.strictObject({ name: z.string().optional() }),
    prepare: (_, context) => ({ ...context.origin, all: 1, isWhole: true }),
    coordinate: (all, isWhole) => all.map((each) => ({ ...each, all: all.length, isWhole })),
    ...same,
  }) as AnyModule,
];

type Options = Partial<Omit<ResolveOptions, 'inventory'>> & {
  files?: Record<string, string>;
  hosts?: string;
  modules?: readonly AnyModule[];
};

/** Loads a playbook and resolves it for an inventory of the hosts a, b and c, of which a and b are in `web`. */
export function resolved(
  playbook: string,
  { files, hosts, modules = MODULES, templateFolders = [], ...options }: Options = {},
) {
  const root = folder({ hosts: hosts ?? 'c\n[web]\na\nb\n', 'play.yaml': playbook, ...files });
  const loaded = loadPlaybook(join(root, 'play.yaml'), modules);
  const { inventory } = loadInventory([join(root, 'hosts')]);
  const defaults = {
    tags: [],
    skipTags: [],
    extraVars: {},
    templateFolders: templateFolders.map((name) => join(root, name)),
  };
  const result = resolvePlays([loaded.playbook], { ...defaults, ...options, inventory });
  return { ...result, problems: [...loaded.problems, ...result.problems] };
}

/** The tasks of one host in a play (the first one), of a playbook in which nothing is wrong. */
export function tasksOf(playbook: string, host = 'a', options: Options = {}, play = 0): readonly HostTask[] {
  const { plays, problems } = resolved(playbook, options);
  if (problems.length > 0) throw new Error(brief(problems).join('\n'));
  return leavesOf(plays[play]?.hosts.get(host)?.tasks ?? []);
}

/** What the tasks' modules want, or why a task is skipped. */
export function desired(tasks: readonly HostTree[]): unknown[] {
  return leavesOf(tasks).map((task) => {
    if (task.kind === 'task') return task.desired;
    return task.kind === 'skipped' ? `skipped: ${task.reason}` : task.kind;
  });
}

/** Problems in one line each: `code line:column hint`. */
export function brief(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ code, place, hint }) => `${code} ${place?.line}:${place?.column}${hint ? ` ${hint}` : ''}`,
  );
}
