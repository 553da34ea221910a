import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Account, passwordDigest } from '../../src/host/accounts.ts';
import { user } from '../../src/modules/user.ts';
import { argvs, ask, parsed, trial } from './trial.ts';

const OPERATOR: Account = {
  group: 'operator',
  comment: '',
  home: '/home/operator',
  shell: '/bin/sh',
  groups: ['kvm'],
};

/** The operator logs in as another one. */
function elsewhere(name = 'root') {
  return { session: { client: '192.0.2.9', links: ['eth0'] }, login: { name, groups: [name] } };
}

/** A host with this user, where all groups are that it may be in. */
function host(at: Account | null, more: Record<string, unknown> = {}) {
  const usual = { homes: '/home', shell: '/bin/sh', group: 'users' };
  return { at, number: at && 1000, usual, own: at !== null, ...elsewhere(), ...more } as never;
}

describe('a user', () => {
  it('that is as it is asked for needs nothing', () => {
    const found = trial(
      user,
      { name: 'operator', groups: 'kvm', shell: '/bin/sh', uid: 1000 },
      host(OPERATOR),
    );
    expect(found.differences).toEqual([]);
    expect(found.plan.result).toEqual({
      name: 'operator',
      state: 'present',
      home: '/home/operator',
      shell: '/bin/sh',
      comment: '',
    });
  });

  it.each([
    [{}, ['-U', '-m']],
    [{ system: true, create_home: false }, ['-U', '-r', '-M']],
    [{ group: 'kvm', shell: '/bin/bash' }, ['-m', '-g', 'kvm', '-s', '/bin/bash']],
    [{ groups: ['libvirt', 'kvm'], append: true }, ['-U', '-m', '-G', 'kvm,libvirt']],
    [
      { uid: 1500, comment: 'Ada', home: '/srv/ada' },
      ['-U', '-m', '-u', '1500', '-c', 'Ada', '-d', '/srv/ada'],
    ],
  ])('is made as %j says', (more, words) => {
    const found = trial(user, { name: 'ada', ...more }, host(null));
    expect(argvs(found.steps)).toEqual([['useradd', ...words, 'ada']]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('gets the usual group where there is a group of its name', () => {
    const found = trial(user, { name: 'ada' }, host(null, { own: true }));
    expect(argvs(found.steps)).toEqual([['useradd', '-N', '-m', 'ada']]);
    expect(found.left(user.observe({ name: 'ada' } as never).at)).toEqual({
      group: 'users',
      comment: '',
      home: '/home/ada',
      shell: '/bin/sh',
      groups: [],
    });
  });

  it.each([
    [{ groups: ['libvirt'], append: true }, ['-G', 'kvm,libvirt']],
    [{ groups: ['libvirt'] }, ['-G', 'libvirt']],
    [{ groups: [] }, ['-G', '']],
    [{ home: '/srv/op', move_home: true }, ['-d', '/srv/op', '-m']],
    [{ shell: '/bin/bash', group: 'users' }, ['-g', 'users', '-s', '/bin/bash']],
    [{ uid: 1500 }, ['-u', '1500']],
  ])('is changed as %j says', (more, words) => {
    const found = trial(user, { name: 'operator', ...more }, host(OPERATOR));
    expect(argvs(found.steps)).toEqual([['usermod', ...words, 'operator']]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('says in the plan what it has and gets', () => {
    const found = trial(user, { name: 'operator', groups: 'libvirt', append: true }, host(OPERATOR));
    expect(found.differences).toEqual([
      'user operator: groups operator, kvm; home /home/operator; shell /bin/sh → groups operator, kvm, libvirt; home /home/operator; shell /bin/sh',
    ]);
  });

  it.each([
    [{}, []],
    [{ remove: true, force: true }, ['-f', '-r']],
  ])('is removed as %j says', (more, words) => {
    const found = trial(user, { name: 'operator', state: 'absent', ...more }, host(OPERATOR));
    expect(argvs(found.steps)).toEqual([['userdel', ...words, 'operator']]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('cannot be in a group that is not there', () => {
    const found = trial(
      user,
      { name: 'ada', groups: ['libvirt', 'kvm'] },
      host(null, { 'has libvirt': false }),
    );
    expect(found.plan.failure).toBe('This host has no group libvirt. The module group makes one.');
  });

  it.each(['Ada', 'a b', '1000', 'a:b', ''])('is not called %j', (name) => {
    expect(user.args.safeParse({ name }).success).toBe(name === 'Ada');
  });
});

describe('a password', () => {
  const HASH = '$6$saltsalt$abc/DEF.';
  const password = (found: ReturnType<typeof trial>) =>
    found.steps.flatMap((step) => (step.do === 'run' && step.argv[0] === 'chpasswd' ? [step.stdin] : []));

  it('is given to a new user, and to one that has another', () => {
    const made = trial(user, { name: 'ada', password: HASH }, host(null, { secret: null }));
    expect([password(made), made.afterwards().changes]).toEqual([[`ada:${HASH}\n`], []]);
    const other = trial(
      user,
      { name: 'ada', password: HASH },
      host(OPERATOR, { secret: passwordDigest('!') }),
    );
    expect([password(other), other.afterwards().changes]).toEqual([[`ada:${HASH}\n`], []]);
    expect(other.differences).toEqual(['password of user ada: another → as given']);
  });

  it('is left alone where it is the same, and with on_create', () => {
    const same = trial(
      user,
      { name: 'ada', password: HASH },
      host(OPERATOR, { secret: passwordDigest(HASH) }),
    );
    expect(same.differences).toEqual([]);
    const desired = { name: 'ada', password: HASH, update_password: 'on_create' } as const;
    expect(trial(user, desired, host(OPERATOR, { secret: passwordDigest('!') })).differences).toEqual([]);
    expect(password(trial(user, desired, host(null, { secret: null })))).toEqual([`ada:${HASH}\n`]);
  });

  it('is compared without the lock before it; the lock alone is one that nothing opens', () => {
    expect(passwordDigest(`!${HASH}`)).toBe(passwordDigest(HASH));
    expect(new Set(['', '!', '!!', '*'].map(passwordDigest)).size).toBe(4);
  });

  it.each([
    [HASH, true],
    [`!${HASH}`, true],
    ['!', true],
    ['*', true],
    ['$y$j9T$salt$hash', true],
    ['secret', false],
    ['', false],
    ['$6$a:b$c', false],
    ['$6$a$b\nroot:$6$c$d', false],
  ])('%j is a hash: %s', (text, right) => {
    expect(trial(user, { name: 'ada', password: text }, host(OPERATOR)).complaints.length).toBe(
      right ? 0 : 1,
    );
  });

  it('is read on this machine by root, without the hash', () => {
    const { secret } = user.observe(user.args.parse({ name: 'root', password: HASH }));
    if (process.getuid?.() !== 0) return;
    const [, hash = ''] = /^root:([^:]*)/m.exec(readFileSync('/etc/shadow', 'utf8')) ?? [];
    expect(secret && ask(secret)).toBe(passwordDigest(hash));
  });
});

describe('what a host says of a user', () => {
  const { at, usual } = user.observe(user.args.parse({ name: 'root' }));

  it('is its entry, and its groups in the order of their names', () => {
    const entry = 'ada:x:1000:1000:Ada,,,:/home/ada:/bin/bash';
    expect(parsed(at, `ada\nada libvirt kvm\n${entry}\n`)).toEqual({
      group: 'ada',
      comment: 'Ada,,,',
      home: '/home/ada',
      shell: '/bin/bash',
      groups: ['kvm', 'libvirt'],
    });
    expect(parsed(at, '')).toBeNull();
  });

  it('is read on this machine', () => {
    expect(ask(at)).toMatchObject({ group: 'root', home: '/root' });
    expect(usual && ask(usual)).toMatchObject({ homes: '/home' });
    const nobody = user.observe(user.args.parse({ name: 'no-such-user', uid: 1 }));
    expect([ask(nobody.at), nobody.number && ask(nobody.number)]).toEqual([null, null]);
  });
});

describe('the user that the operator logs in as', () => {
  const own = (input: object) => {
    const { plan } = trial(user, { name: 'operator', ...input }, host(OPERATOR, elsewhere('operator')));
    return [plan.changes.map(({ impact }) => impact.disruption), plan.rollback?.()?.files?.length];
  };
  it.each([[{ shell: '/usr/sbin/nologin' }], [{ state: 'absent' }], [{ groups: [] }]])(
    'changes under a guard by %j',
    (input) => expect(own(input)).toEqual([['management'], 4]),
  );

  it('does not lose its home, which no guard could bring back', () => {
    expect(own({ state: 'absent', remove: true })).toEqual([['management'], undefined]);
    expect(own({ home: '/srv/operator', move_home: true })).toEqual([['management'], undefined]);
  });

  it('is read on this machine', () => {
    const { login } = user.observe(user.args.parse({ name: 'root' }));
    expect(ask(login).groups).toContain('root');
  });
});
