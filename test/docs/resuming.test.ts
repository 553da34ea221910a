import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { cutOff } from '../../src/engine/performed-messages.ts';
import { project, typed } from '../commands/project.ts';
import { blocks } from './documents.ts';

const EXAMPLES = blocks('text')
  .filter(({ where }) => where.startsWith('docs/resuming.md'))
  .map(({ text }) => timeless(text.trimEnd()));

function timeless(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME');
}

const PLAYBOOK = `- hosts: all
  tasks:
    - stat: { path: "{{ state }}/{{ inventory_hostname }}" }
      register: broken
    - assert: { that: not broken.stat.exists }
`;

it('what is shown of a run that is resumed is what is printed', async () => {
  const hosts = ['hv01', 'hv02', 'hv03', 'hv04'].map((name) => `${name} ansible_connection=local\n`);
  const folder = project({ hosts: hosts.join(''), 'site.yaml': PLAYBOOK });
  const broken = ['hv02', 'hv04'].map((host) => join(folder, host));
  for (const path of broken) writeFileSync(path, '');
  const state = ['-e', `state=${folder}`];
  const first = await typed(run, folder, join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), ...state);
  for (const path of broken) rmSync(path);
  const second = await typed(run, folder, '--resume', ...state);
  const [next = '', resuming = ''] = EXAMPLES;
  expect(first.out).toContain(next);
  expect(timeless(second.err)).toContain(resuming);
  expect(second.code).toBe(0);
});

it('what is shown of a guarded change that was given up is what is printed', () => {
  const until = new Date(2026, 10, 29, 14, 3, 19).getTime();
  const restore = 'sh /var/lib/virtfleet/backups/20261129T140208-5f0c/restore';
  const said = cutOff({ kind: 'cut', until, isArmed: true, isConfirming: false, restore });
  expect(EXAMPLES[2]).toBe(said);
});
