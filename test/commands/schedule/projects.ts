import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Command, Io } from '../../../src/commands/command.ts';
import { schedule } from '../../../src/commands/schedule.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { project, typed } from '../project.ts';

/** A project of this machine with a schedule; `motd` writes the file that its playbook describes, or removes it. */
export function scheduled(text: string) {
  onTestFinished(() => hiddenTexts.clear());
  const folder = project({
    'schedule.yaml': text,
    'inventory/hosts': 'here ansible_connection=local\n',
    'site.yaml':
      '- hosts: all\n  tasks:\n    - copy: { dest: "{{ playbook_dir }}/motd", content: "hello\\n" }\n',
    motd: 'hello\n',
  });
  const file = ['--schedule', join(folder, 'schedule.yaml')];
  return {
    folder,
    asked: (...words: readonly (string | Partial<Io>)[]) =>
      typed(schedule as Command, folder, ...words, ...file),
    motd(content: string | undefined) {
      if (content === undefined) rmSync(join(folder, 'motd'));
      else writeFileSync(join(folder, 'motd'), content);
    },
  };
}

/** A schedule with one check, and more of its keys, a line each. */
export function oneCheck(...lines: readonly string[]): string {
  const own = ['playbook: site.yaml', 'inventory: inventory/', ...lines];
  return `checks:\n  nightly:\n${own.map((line) => `    ${line}\n`).join('')}`;
}
