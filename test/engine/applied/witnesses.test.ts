import { expect, it } from 'vitest';
import { suspectOf } from '../../../src/drift/suspect.ts';
import { witnesses } from '../../../src/engine/applied/witnesses.ts';
import { ROOT_SHELL } from '../../../src/transport/login.ts';

/** A line of `journalctl -o json`, as the journals of the lab have it. */
function line(program: string, message: string, uid: string, exe?: string): string {
  const about = { SYSLOG_IDENTIFIER: program, MESSAGE: message, _UID: uid, ...(exe && { _EXE: exe }) };
  return JSON.stringify({ ...about, __REALTIME_TIMESTAMP: '1795943173160254' });
}

const SUDO = 'bobby : PWD=/root ; USER=root ; COMMAND=/usr/bin/virsh net-edit lab';
const ROLLED_BACK = 'alice@laptop, run 3f2a9c1e: Networks: rolled back';

function heard(...lines: readonly string[]) {
  const stdout = Buffer.from(['all 10.0.0.5', ...lines].join('\n'));
  return witnesses.parse([{ status: 0, stdout, stderr: Buffer.alloc(0) }]).all;
}

it('sudo itself and root are believed, and nobody else who writes under their names', () => {
  const all = heard(
    line('sudo', SUDO, '1004', '/usr/bin/sudo'),
    line('sudo', SUDO.replace('bobby', 'forged'), '1003'),
    line('sudo', SUDO.replace('bobby', 'copied'), '1003', '/home/mallory/sudo'),
    line('sshd', 'Accepted publickey for carol from 10.0.0.9 port 1 ssh2', '0'),
    line('sshd', 'Accepted publickey for forged from 10.0.0.9 port 1 ssh2', '1003', '/usr/sbin/sshd'),
  );
  expect(all.map(({ kind, who }) => [kind, who])).toEqual([
    ['sudo', 'bobby'],
    ['login', 'carol'],
  ]);
});

it('the shell of a run or a check is nobody who changed something', () => {
  const by = (what: string) =>
    heard(line('sudo', `alice : PWD=/ ; USER=root ; COMMAND=${what}`, '1004', '/usr/bin/sudo'));
  expect(by(ROOT_SHELL.join(' '))).toEqual([]);
  const earlier = 'LC_ALL=C; export LC_ALL PATH; echo "virtfleet 0123456789abcdef 0"; exec sh';
  expect(by(`/usr/bin/sh -c ${earlier}`)).toEqual([]);
  expect(by('/usr/bin/vim virtfleet-shell')).toHaveLength(1);
});

it('what sudo refused was not done', () => {
  const refused = 'mallory : user NOT in sudoers ; PWD=/ ; USER=root ; COMMAND=/usr/bin/virsh net-edit lab';
  expect(heard(line('sudo', refused, '1003', '/usr/bin/sudo'))).toEqual([]);
});

it('only what root wrote of a run is certain', () => {
  const deed = { resource: 'network lab', task: 'Networks', run: undefined, from: undefined, to: undefined };
  const certain = (uid: string) => suspectOf(heard(line('virtfleet', ROLLED_BACK, uid)), deed)?.certain;
  expect([certain('0'), certain('1003')]).toEqual([true, false]);
});

it('a time that is none is no witness', () => {
  const odd = line('sudo', SUDO, '0', '/usr/bin/sudo').replace('1795943173160254', '9'.repeat(40));
  expect(heard(odd, 'no json', '{"a":', '{}')).toEqual([]);
});
