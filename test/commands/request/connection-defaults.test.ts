import { expect, it } from 'vitest';
import { connectionDefaults } from '../../../src/commands/request/connection-defaults.ts';
import { project } from '../project.ts';

const CFG = `[defaults]
remote_user = root ; who
private_key_file = keys/id
forks = 7
force_valid_group_names = always
host_key_checking = False
[privilege_escalation]
become = True
become_ask_pass = yes
become_method = su
become_user = admin
`;

function defaults(cfg: string, env: Record<string, string> = {}) {
  const folder = project({ 'ansible.cfg': cfg });
  const found = connectionDefaults({ home: folder, user: 'me', uid: 1, env }, folder);
  return {
    ...found,
    ...(found.privateKeyFile && { privateKeyFile: found.privateKeyFile.replace(folder, '') }),
    warnings: found.warnings.map(({ code }) => code),
  };
}

it('ansible.cfg says how hosts are reached', () => {
  expect(defaults(CFG)).toEqual({
    user: 'root',
    privateKeyFile: '/keys/id',
    forks: 7,
    groupNames: 'always',
    become: true,
    asksBecomePassword: true,
    warnings: ['host-key-checking', 'setting-not-followed', 'setting-not-followed'],
  });
});

it('the environment wins over it', () => {
  const env = {
    ANSIBLE_REMOTE_USER: 'other',
    ANSIBLE_BECOME: 'no',
    ANSIBLE_FORKS: '3',
    ANSIBLE_HOST_KEY_CHECKING: 'True',
  };
  expect(defaults(CFG, env)).toMatchObject({
    user: 'other',
    become: false,
    forks: 3,
    warnings: ['setting-not-followed', 'setting-not-followed'],
  });
});

it('without either nothing is said', () => {
  expect(defaults('')).toEqual({ become: false, asksBecomePassword: false, warnings: [] });
});
