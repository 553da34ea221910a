import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { statOf } from '../../src/inventory/local-path.ts';
import { project, typed } from '../commands/project.ts';

// What the tests can do as root too: a path that cannot be followed. A folder without permission is reported the same way.

const PLAYBOOK = '- hosts: all\n  tasks:\n    - copy: { src: x.txt, dest: /x }\n';

/** A project in which one name is a link to itself. */
function looped(name: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = project({ 'site.yaml': PLAYBOOK, hosts: 'hv01 ansible_connection=local\n', ...files });
  symlinkSync(name, join(folder, name));
  return folder;
}

it('nothing is there only where that is known', () => {
  const folder = looped('loop');
  expect(statOf(join(folder, 'no/such'))).toBe(undefined);
  expect(statOf(join(folder, 'hosts/below'))).toBe(undefined);
  expect(statOf(join(folder, 'hosts'))?.isFile()).toBe(true);
  expect(() => statOf(join(folder, 'loop/x'))).toThrow('its links go in a circle');
});

it.each([
  ['an inventory', 'loop', 'loop/hosts'],
  ['a folder of variables', 'group_vars', 'hosts'],
  ['a folder of files', 'files', 'hosts'],
])('%s that cannot be looked for is a mistake, and not missing', async (_, name, inventory) => {
  const folder = looped(name);
  const { code, err } = await typed(
    run,
    folder,
    join(folder, 'site.yaml'),
    '-i',
    join(folder, inventory),
    '--syntax-check',
  );
  expect(code).toBe(1);
  expect(err).toMatch(new RegExp(`${name}.*: its links go in a circle`));
  expect(err).not.toContain('There is no such inventory');
});
