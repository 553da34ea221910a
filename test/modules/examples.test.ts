import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadInventory } from '../../src/inventory/load.ts';
import { MODULES } from '../../src/modules/index.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { resolvePlays } from '../../src/playbook/resolve/resolve.ts';
import { folder } from '../inventory/folder.ts';

const VARS = { guests: ['web', 'db'], routed_network: '172.16.100.0/24' };

it.each(MODULES.map((module) => [module.name, module] as const))(
  'the example of %s is a task',
  (name, module) => {
    const task = parse(module.example) as Record<string, unknown>;
    expect(Object.keys(task)).toEqual([name]);
    const play = [{ hosts: 'all', vars: VARS, tasks: [task] }];
    const root = folder({
      hosts: 'a\n',
      'play.yaml': JSON.stringify(play),
      'files/tune.sh': '#!/bin/sh\n',
      'templates/motd.hbs': '{{inventory_hostname}}\n',
      'vars/lab.yaml': 'size: 1\n',
    });
    const { playbook, problems } = loadPlaybook(join(root, 'play.yaml'), MODULES);
    const { inventory } = loadInventory([join(root, 'hosts')]);
    const templateFolders = [join(import.meta.dirname, '../../templates')];
    const options = { tags: [], skipTags: [], extraVars: {}, templateFolders, inventory };
    const resolved = resolvePlays([playbook], options);
    expect([...problems, ...resolved.problems]).toEqual([]);
    expect(resolved.plays[0]?.hosts.get('a')?.tasks).toMatchObject([{ kind: 'task', module: name }]);
  },
);

it.each(MODULES.map((module) => [module.name, module] as const))(
  'every argument of %s is described',
  (_, module) => {
    const schema = z.toJSONSchema(module.args, { io: 'input', unrepresentable: 'any' });
    const properties = Object.entries(schema.properties ?? {});
    expect(properties.length > 0 || module.name === 'service_facts').toBe(true);
    const silent = properties.filter(([, value]) => typeof value === 'boolean' || !value.description);
    expect(silent.map(([key]) => key)).toEqual([]);
  },
);
