import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../lab/lab.ts';
import type { MigrationCase } from './case.ts';

/** The words of `ansible-playbook` as those of `virtfleet run`; `overlay` is the second inventory. */
export function virtfleetWords(command: string, overlay: string): string[] {
  const [program, ...words] = wordsOf(command);
  if (program !== 'ansible-playbook') throw new Error(`no command of a playbook: ${command}`);
  return ['run', ...words.map((word) => (word === 'OVERLAY' ? overlay : word))];
}

/** A command line of plain words; an argument in JSON has no blank. */
function wordsOf(command: string): string[] {
  return command.split(/\s+/).filter(Boolean);
}

/** Writes the inventory that says how to reach the hosts of a case, and nothing else. */
export function writeOverlay(folder: string, { hosts }: MigrationCase, lab?: Lab): string {
  const path = join(folder, 'overlay.json');
  const addresses = new Map(lab?.hosts().map(({ name, address }) => [name, address]));
  const entries = Object.entries(hosts).map(([name, host]) => [
    name,
    lab
      ? {
          ansible_host: addresses.get(host),
          ansible_ssh_private_key_file: lab.paths.key,
          ansible_ssh_common_args: `-o UserKnownHostsFile=${lab.paths.knownHosts} -o GlobalKnownHostsFile=/dev/null -F /dev/null`,
        }
      : { ansible_host: '192.0.2.1' },
  ]);
  writeFileSync(path, JSON.stringify({ all: { hosts: Object.fromEntries(entries) } }));
  return path;
}
