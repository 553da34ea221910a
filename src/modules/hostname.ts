import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { fileAt, textAt } from '../host/files.ts';
import { nameFacts, resolution, runningName } from '../host/hostname.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { defineModule } from './module.ts';

const LABEL = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

export const hostname = defineModule({
  name: 'hostname',
  selfContained: true,
  summary: 'Set the name of the host, in the kernel and for the next boot',
  description: [
    'The name for the next boot is in /etc/hostname, see hostname(5). /etc/hosts stays as it is: sudo is slow on a host',
    'that does not resolve its own name, so put a task before this one that adds the name there.',
  ].join('\n'),
  example: 'hostname: { name: "{{ inventory_hostname }}" }',
  args: z.strictObject({
    name: z
      .string()
      .max(64)
      .regex(RegExp(`^${LABEL}(\\.${LABEL})*$`), 'a host name, such as hv01 or hv01.example.org')
      .describe('Name of the host, with or without its domain'),
    use: z.string().optional().describe('Has no effect: the name is set alike on all hosts'),
  }),
  answers: () => ['ansible_facts', 'ansible_hostname', 'ansible_nodename'],
  observe: ({ name }) => ({
    running: runningName,
    stored: fileAt('/etc/hostname'),
    hosts: fileAt('/etc/hosts'),
    resolves: resolution(name),
  }),
  plan: ({ name }, { running, stored, hosts, resolves }): Plan => ({
    changes: [
      ...(running === name ? [] : [renamed(running, name)]),
      ...fileChange({ path: '/etc/hostname', content: `${name}\n` }, stored),
    ],
    warnings: resolves || has(textAt(hosts) ?? '', name) ? [] : [unresolved(name)],
    result: { ansible_facts: factsOf(name) },
    rollback: () => ({ steps: [setName(running)], boot: [setName(running)] }),
  }),
});

/** Whether a line of /etc/hosts has the name: hosts(5). */
function has(text: string, name: string): boolean {
  return text.split('\n').some((line) => line.replace(/#.*/, '').split(/\s+/).includes(name));
}

function unresolved(name: string): string {
  return `This host does not resolve ${name}. sudo resolves the name of the host on each use: it waits, and a run with become may fail. Add the name to /etc/hosts, with lineinfile.`;
}

function renamed(before: string, after: string): Change {
  return {
    action: 'update',
    proof: 'observed',
    what: 'name of the host',
    before,
    after,
    impact: NO_IMPACT,
    steps: [setName(after)],
    predictions: [predict(runningName, after), predict(resolution(after), true)],
  };
}

function setName(name: string): Step {
  return { do: 'run', argv: ['hostname', name] };
}

function factsOf(name: string): Record<string, string> {
  const { nodename, hostname: short } = nameFacts(name);
  return { ansible_nodename: nodename, ansible_hostname: short };
}
