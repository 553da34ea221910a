import { expect, test } from 'vitest';
import { parseSettings } from '../../../src/transport/ssh/ssh-settings.ts';

const LOCAL = { home: '/home/op', user: 'op', uid: 1000, env: { HOME: '/home/op', KEYS: '/keys' } };

/** What OpenSSH 9.2 prints, without the settings that nobody reads here. */
const CONFIGURED = `host a
user root
hostname a.example.com
port 2222
identitiesonly yes
hashknownhosts yes
hostkeyalias alias-%h
identityagent /home/op/agent
identityfile ~/.ssh/%h-%r
identityfile \${KEYS}/k2
identityfile %d/100%%
globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
userknownhostsfile /home/op/.ssh/kh /tmp/with space/kh /home/op/kh
proxyjump u@j1:2222,j2
`;

test('what a user configured', () => {
  expect(parseSettings(CONFIGURED, 'a', LOCAL)).toEqual({
    hostname: 'a.example.com',
    port: 2222,
    user: 'root',
    identityFiles: ['/home/op/.ssh/a.example.com-root', '/keys/k2', '/home/op/100%'],
    identitiesOnly: true,
    identityAgent: '/home/op/agent',
    knownHostsFiles: [
      '/home/op/.ssh/kh',
      '/tmp/with space/kh',
      '/home/op/kh',
      '/etc/ssh/ssh_known_hosts',
      '/etc/ssh/ssh_known_hosts2',
    ],
    newHostsFile: '/home/op/.ssh/kh',
    hashKnownHosts: true,
    hostKeyAlias: 'alias-a.example.com',
    proxyJump: 'u@j1:2222,j2',
    beyond: [],
  });
});

test('what ssh prints where nothing is configured', () => {
  const output = 'host b\nuser op\nhostname b\nport 22\nidentitiesonly no\nidentityfile ~/.ssh/id_ed25519\n';
  expect(parseSettings(output, 'b', LOCAL)).toEqual({
    hostname: 'b',
    port: 22,
    user: 'op',
    identityFiles: ['/home/op/.ssh/id_ed25519'],
    identitiesOnly: false,
    identityAgent: 'SSH_AUTH_SOCK',
    knownHostsFiles: [],
    hashKnownHosts: false,
    beyond: [],
  });
});

test('no file is a file named none or /dev/null', () => {
  const output =
    'userknownhostsfile /dev/null\nglobalknownhostsfile none\nidentityfile none\nproxyjump none\n';
  const settings = parseSettings(output, 'b', LOCAL);
  expect([settings.knownHostsFiles, settings.identityFiles]).toEqual([[], []]);
  expect(settings).not.toHaveProperty('newHostsFile');
  expect(settings).not.toHaveProperty('proxyJump');
});

test('system-wide files are not where new hosts go', () => {
  const output = 'userknownhostsfile none\nglobalknownhostsfile /etc/ssh/ssh_known_hosts\n';
  expect(parseSettings(output, 'b', LOCAL)).not.toHaveProperty('newHostsFile');
});

test('warnings among the lines are no settings', () => {
  const output =
    'Warning: Identity file /x not accessible: No such file.\nPseudo-terminal will not\nport 2022\n';
  expect(parseSettings(output, 'b', LOCAL).port).toBe(2022);
});

test.each(['proxycommand nc %h %p', 'revokedhostkeys /etc/ssh/revoked'])('only ssh can follow %s', (line) => {
  expect(parseSettings(`${line}\n`, 'b', LOCAL).beyond).toEqual([line.split(' ')[0]]);
});
