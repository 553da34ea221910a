import { describe, expect, it } from 'vitest';
import { Observations } from '../../src/engine/script/observations.ts';
import { MODULES } from '../../src/modules/index.ts';
import { type Probe, ProbeError } from '../../src/plan/probe.ts';
import { leavesOf } from '../../src/playbook/task-tree.ts';
import { resolved } from '../playbook/project.ts';
import { NIGHTLY } from '../sampled.ts';

const MANY = NIGHTLY ? 50_000 : 2_000;

/** What a host may answer instead of the truth. */
const LIES = [
  ...['', '\n', '\0', '{', '[]', '{}', 'null', '1', '-1', '1e999', '[null]', '[[]]', '[{}]', '{"a":null}'],
  ...['a: *b', 'a=b', 'x\ty\tz', '<', '<network/>', '<domain/>', '<pool/>', '\u001b[31m\r\n', '\x1e\x1e\x1e'],
  ...['<network><name>a</name><ip/></network>', 'Name: x\nState: running\n<pool', 'f 0644 root root 5\n'],
  ...['['.repeat(MANY), '<a>'.repeat(MANY), '{"a":'.repeat(MANY), ' '.repeat(MANY)],
  ...['0 '.repeat(MANY), ':'.repeat(MANY), '__proto__\nconstructor\n'],
].map((text) => Buffer.from(text));

function tasksOf(example: string) {
  const lines = example.split('\n').map((line, index) => `${index === 0 ? '    - ' : '      '}${line}`);
  const vars = '  vars: { guests: [web, db], routed_network: 172.16.100.0/24 }';
  const { plays } = resolved(['- hosts: a', vars, '  tasks:', ...lines, ''].join('\n'), {
    modules: MODULES,
    files: {
      'files/tune.sh': '#!/bin/sh\n',
      'templates/motd.hbs': '{{inventory_hostname}}\n',
      'vars/lab.yaml': 'size: 1\n',
    },
    templateFolders: [`${'../'.repeat(8)}${import.meta.dirname}/../../templates`],
  });
  return leavesOf(plays[0]?.hosts.get('a')?.tasks ?? []).filter((leaf) => leaf.kind === 'task');
}

/** What is known of a host that gives each probe this answer. */
function observed(probes: readonly Probe[], lie: Buffer, status: number): Observations {
  const observations = new Observations();
  const said = { status, stdout: lie, stderr: status === 0 ? Buffer.from('') : lie };
  const raws = probes.map(({ ask }) => ({
    answers: Array.from({ length: ask.kind === 'virsh' ? ask.commands.length : 1 }, () => said),
  }));
  observations.take(probes, { raws, virshError: '', scriptError: '' } as never);
  return observations;
}

describe('a host that answers anything fails its own task', () => {
  it.each(MODULES.map((module) => [module.name, module] as const))('%s', (name, { example }) => {
    const tasks = tasksOf(example);
    expect(tasks.map(({ module }) => module)).toEqual([name]);
    for (const { definition, desired } of tasks) {
      const probes = definition.observe(desired);
      for (const lie of LIES)
        for (const status of [0, 1])
          try {
            definition.plan(desired, observed(Object.values(probes), lie, status).values(probes));
          } catch (error) {
            if (!(error instanceof ProbeError)) throw error;
          }
    }
  });
});
