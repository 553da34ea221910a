import { join } from 'node:path';
import { expect, it } from 'vitest';
import { render } from '../../src/commands/render.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { MODULES } from '../../src/modules/index.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { namesMaps, schemasAt } from '../../src/playbook/arguments/schema-shape.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { resolvePlays } from '../../src/playbook/resolve/resolve.ts';
import type { Problem } from '../../src/problem.ts';
import { folder } from '../inventory/folder.ts';
import { sampled } from '../sampled.ts';
import { argumentsOf, baseOf, type Path, withValue } from './module-arguments.ts';
import { project, typed } from './project.ts';
import { takes } from './samples.ts';

const FILES = {
  'vars/lab.yaml': '',
  'files/tune.sh': '#!/bin/sh\n',
  'templates/motd.hbs': '',
  'templates/web': '',
};
/** Hundreds of tasks are resolved, on a machine that has much else to do. */
const TIMEOUT = 300_000;

const HEAD = `- hosts: all
  vars: { guests: [web], routed_network: 10.9.0.0/24, virtfleet_project: fleet }
  tasks:
`;

/** What a module makes of tasks with these arguments, and the numbers of those in which something is wrong. */
function resolved(name: string, all: readonly unknown[]) {
  const lines = all.map((args) => `    - ${JSON.stringify({ [name]: args })}\n`);
  const root = folder({ hosts: 'hv01\n', 'play.yaml': HEAD + lines.join(''), ...FILES });
  const { playbook, problems } = loadPlaybook(join(root, 'play.yaml'), MODULES);
  const { inventory } = loadInventory([join(root, 'hosts')]);
  const templateFolders = [join(import.meta.dirname, '../../templates')];
  const options = { tags: [], skipTags: [], extraVars: {}, templateFolders, inventory };
  const { plays, problems: more } = resolvePlays([playbook], options);
  const made = plays[0]?.hosts.get('hv01')?.tasks ?? [];
  const text = JSON.stringify(made.map((task) => (task.kind === 'task' ? task.desired : task.kind)));
  const lineOf = ({ place, usedAt: [user] = [] }: Problem) => (user ?? place)?.line ?? 0;
  return {
    desired: JSON.parse(text.replaceAll(root, '')) as unknown[],
    wrong: [...problems, ...more].map((problem) => lineOf(problem) - HEAD.split('\n').length),
  };
}

/** The paths of arguments without which a task is right. */
function optional(module: AnyModule): Path[] {
  const named = argumentsOf(module.args).filter(({ path }) => typeof path.at(-1) === 'string');
  const paths = sampled(
    named.map(({ path }) => path),
    30,
  );
  const base = baseOf(module);
  const { wrong } = resolved(
    module.name,
    paths.map((path) => without(module, base, path)),
  );
  return paths.filter((_, index) => !wrong.includes(index));
}

/** The arguments without one, and without the map in which nothing else is. */
function without(module: AnyModule, base: unknown, path: Path): unknown {
  const args = withValue(base, module.args, path, undefined);
  const parent = path.slice(0, -1);
  const rest = parent.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], args);
  const isEmpty = parent.length > 0 && JSON.stringify(rest) === '{}';
  return isEmpty && typeof parent.at(-1) === 'string' ? without(module, base, parent) : args;
}

it.each(MODULES.map((module) => ({ name: module.name, module })))(
  'an argument of $name that is omit is not written, nor one that is null, where that has no meaning of its own',
  ({ name, module }) => {
    const all = optional(module);
    expect(all.length > 0).toBe(!['service_facts', 'slurp'].includes(name));
    const base = baseOf(module);
    const made = (paths: readonly Path[], value: unknown) =>
      resolved(
        name,
        paths.map((path) => withValue(base, module.args, path, value)),
      );
    const bare = resolved(
      name,
      all.map((path) => without(module, base, path)),
    );
    expect(bare).toMatchObject({ wrong: [], desired: { length: all.length } });
    expect(made(all, '{{ omit }}')).toEqual(bare);
    expect(made(all, '{{ default(nothing, omit) }}')).toEqual(bare);
    const { wrong } = made(all, undefined);
    const nullable = all.filter((path, index) => !isNullKnown(module, path) && !wrong.includes(index));
    const bareOfIt = made(nullable, undefined);
    expect(made(nullable, null)).toEqual(bareOfIt);
    expect(made(nullable, '{{ null }}')).toEqual(bareOfIt);
  },
  TIMEOUT,
);

function isNullKnown(module: AnyModule, path: Path): boolean {
  const outer = schemasAt(module.args, path.slice(0, -1));
  return outer.some(namesMaps) || schemasAt(module.args, path).some((schema) => takes(schema, null));
}

it('one playbook goes over networks with optional keys', async () => {
  const root = project({
    'site.yaml': `
- hosts: all
  vars:
    nets:
      - { name: one, mtu: 1400, dhcp: { start: 10.1.0.10, end: 10.1.0.20 }, address: 10.1.0.1/24 }
      - { name: two, bridge: virbr77, mtu: null }
      - { name: three, isolated: yes }
  tasks:
    - network:
        name: "{{ item.name }}"
        bridge: { name: "{{ default(item.bridge, omit) }}" }
        mtu: { size: "{{ default(item.mtu, omit) }}" }
        ip: { address: "{{ default(item.address, omit) }}", dhcp: { range: "{{ default(item.dhcp, omit) }}" } }
        port: { isolated: "{{ default(item.isolated, omit) }}" }
      loop: "{{ nets }}"
`,
  });
  const { code, out, err } = await typed(render, root, join(root, 'site.yaml'), '-i', 'hv01,');
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n').filter((line) => /^ {2}</.test(line))).toEqual([
    '  <name>one</name>',
    "  <mtu size='1400'/>",
    "  <ip address='10.1.0.1' prefix='24'>",
    '  </ip>',
    '  <name>two</name>',
    "  <bridge name='virbr77'/>",
    '  <name>three</name>',
    "  <port isolated='yes'/>",
  ]);
});
