import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../../src/commands/run.ts';
import { apply } from '../../../src/commands/saved-plan/apply.ts';
import { plan } from '../../../src/commands/saved-plan/plan.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { readFiles } from '../../../src/read-files.ts';
import { project, typed } from '../project.ts';

const FILES = {
  'site.yaml': `- name: Files
  hosts: all
  gather_facts: no
  tasks:
    - copy: { dest: /nonexistent/virtfleet, content: "{{ word }} {{ token | default('') }}\\n" }
`,
  hosts: 'here ansible_connection=local\n',
  'group_vars/all.yml': 'word: hello\n',
};

/** A project in which the test works, with a plan `change.plan`, and keys of SSH by their names. */
export async function planProject({
  files = {},
  words = [],
}: {
  files?: Record<string, string>;
  words?: string[];
} = {}) {
  const folder = project({ ...FILES, ...files });
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => {
    process.chdir(before);
    hiddenTexts.clear();
    readFiles.clear();
  });
  const git = (...all: string[]) => execFileSync('git', all);
  git('init', '-q');
  git('config', 'user.email', 'alice@example.com');
  const type = (command: Parameters<typeof typed>[0], ...all: string[]) => typed(command, folder, ...all);
  const saved = await type(run, 'site.yaml', '-i', 'hosts', '--check', '--plan', 'change.plan', ...words);
  readFiles.clear();
  return {
    folder,
    saved,
    plan: (...all: string[]) => type(plan, ...all),
    apply: (...all: string[]) => type(apply, 'change.plan', '--history', 'none', ...all),
    key: (name: string) => newKey(join(folder, name)),
    /** `allowed_signers` of these names and keys, and `virtfleet.yaml` that asks for approvals. */
    approving: (approvals: number, people: Readonly<Record<string, string>>) => {
      const lines = Object.entries(people).map(([name, line]) => `${name} ${line}\n`);
      writeFileSync('allowed_signers', lines.join(''));
      writeFileSync('virtfleet.yaml', `approvals: ${approvals}\n`);
    },
    edit: (change: (text: string) => string) =>
      writeFileSync('change.plan', change(readFileSync('change.plan', 'utf8'))),
  };
}

/** Makes a key, and gives its line of `allowed_signers` without the name. */
function newKey(path: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
  return readFileSync(`${path}.pub`, 'utf8').trim();
}
