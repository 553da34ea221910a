import { expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.ts';
import { sudoers } from '../../src/commands/sudoers/sudoers.ts';
import { project, typed } from './project.ts';

it('that no rule is needed is said with the reason', async () => {
  const hosts = 'hv01 ansible_connection=local\nhv02 ansible_user=root\nhv03 ansible_user=root\n';
  const folder = project({ hosts });
  const { code, out } = await typed(sudoers as Command, folder, '-i', `${folder}/hosts`);
  expect([code, out]).toEqual([
    0,
    '# Nobody logs in to local hosts: hv01\n# Root logs in itself to: hv02, hv03\n# No rule of sudo is needed.\n',
  ]);
});
