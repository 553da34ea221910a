import * as z from 'zod';
import {
  type Account,
  groupAt,
  isPasswordHash,
  numberOf,
  passwordDigest,
  passwordOf,
  type UsualAccount,
  userAt,
  usualAccount,
} from '../host/accounts.ts';
import { accountPlan, loginProbes } from '../management/login-account.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { accountNumber, nameList, owner, path } from './arguments.ts';
import { defineModule } from './module.ts';

const field = z.string().regex(/^[^:\n\0]*$/, 'one line without colons');

const args = z.strictObject({
  name: owner.describe('Name of the user'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether there is such a user'),
  uid: accountNumber.optional().describe('Its number; if absent, any'),
  group: owner.optional().describe('Its primary group; if absent, unchanged, and its own for a new user'),
  groups: nameList
    .pipe(z.array(owner))
    .optional()
    .describe('Its other groups: a list, or one text with commas'),
  append: z.boolean().default(false).describe('Whether it stays in groups that are not named'),
  comment: field.optional().describe('Its full name'),
  home: path.optional().describe('Its home'),
  shell: path.optional().describe('Its shell'),
  password: z
    .string()
    .optional()
    .describe('The hash of its password, such as of password_hash; ! for none that works'),
  update_password: z
    .enum(['always', 'on_create'])
    .default('always')
    .describe('Whether a user that is there gets the password, too'),
  system: z.boolean().default(false).describe('Whether a new user gets a number of the system'),
  create_home: z.boolean().default(true).describe('Whether the home of a new user is made'),
  move_home: z.boolean().default(false).describe('Whether what is in its home moves with it'),
  remove: z.boolean().default(false).describe('With state: absent, remove its home, too'),
  force: z.boolean().default(false).describe('With state: absent, also while it is logged in'),
});
type Desired = z.output<typeof args>;

export const user = defineModule({
  name: 'user',
  selfContained: true,
  summary: 'Keep a user of the host, with its groups, home and shell',
  description: [
    'What is not given stays as it is; a new user gets what useradd(8) gives it. The home is made with the user only.',
    'A password is compared by root only, and neither it nor its hash is in a plan. What locks a user stays. The user that',
    'you log in as changes under a guard.',
    'Groups of other programs, such as libvirt, are there once the task before has installed them.',
  ].join('\n'),
  example: 'user: { name: operator, groups: [libvirt, kvm], append: true }',
  aliases: { user: 'name', createhome: 'create_home' },
  advice: {
    generate_ssh_key: 'Write a command: ssh-keygen -q -N "" -f PATH, with creates: PATH.',
    password_lock: 'Write a command: passwd -l NAME.',
    expires: 'Write a command: chage -E DATE NAME.',
  },
  args,
  prepare: (desired, { report }) => {
    if (desired.password !== undefined && !isPasswordHash(desired.password)) report(UNHASHED);
    return desired;
  },
  resource: ({ name }) => `user ${name}`,
  observe: ({ name, uid, group, groups = [], state, password }) => ({
    at: userAt(name),
    ...loginProbes,
    ...(password !== undefined && state === 'present' && { secret: passwordOf(name) }),
    ...(uid !== undefined && { number: numberOf('passwd', name) }),
    ...(state === 'present' && {
      usual: usualAccount,
      own: groupAt(name),
      ...Object.fromEntries([...groups, group ?? []].flat().map((one) => [`has ${one}`, groupAt(one)])),
    }),
  }),
  plan: (desired, { at, number, usual, own, secret, session, login, ...groups }): Plan => {
    const { name, state, uid } = desired;
    const isFinal = desired.remove || desired.move_home;
    const planned = (...all: readonly Change[]) =>
      accountPlan(all, (account) => account.name === name, { session, login }, isFinal);
    if (state === 'absent') return { ...planned(...(at ? [removal(desired)] : [])), result: { name, state } };
    const missing = Object.entries(groups).flatMap(([key, exists]) =>
      exists === false ? [key.slice(4)] : [],
    );
    if (missing.length > 0) return { changes: [], failure: noGroups(missing) };
    const fresh = newAccount(name, usual, own === true);
    const next = wanted(desired, at ?? fresh);
    const result = { name, state, home: next.home, shell: next.shell, comment: next.comment };
    if (!at) return { ...planned(creation(desired, fresh, next), ...hashed(desired, null)), result };
    const isOther = differs(at, next) || (uid !== undefined && uid !== number);
    const known = desired.update_password === 'always' ? hashed(desired, secret ?? null) : [];
    return { ...planned(...(isOther ? [update(desired, at, next)] : []), ...known), result };
  },
});

const UNHASHED = {
  code: 'unhashed-password',
  summary: 'A password is not hashed',
  detail: '`password` is what /etc/shadow gets: the hash, never the password itself.',
  hint: "Write password_hash('sha512', salt) behind the password, as in {{ secret | password_hash('sha512', salt) }}.",
  at: ['password'],
};

/** useradd(8) makes a group of the user's name, unless there is one. */
function newAccount(name: string, usual: UsualAccount | undefined, hasGroup: boolean): Account {
  const { homes = '/home', shell = '/bin/sh', group = '' } = usual ?? {};
  return { group: hasGroup ? group : name, comment: '', home: `${homes}/${name}`, shell, groups: [] };
}

function noGroups(names: readonly string[]): string {
  return `This host has no group ${names.join(' and no group ')}. The module group makes one.`;
}

function wanted({ group, groups, append, comment, home, shell }: Desired, now: Account): Account {
  const named = groups ?? now.groups;
  const primary = group ?? now.group;
  const all = new Set(append ? [...now.groups, ...named] : named);
  all.delete(primary);
  return {
    group: primary,
    comment: comment ?? now.comment,
    home: home ?? now.home,
    shell: shell ?? now.shell,
    groups: [...all].toSorted(),
  };
}

function differs(now: Account, next: Account): boolean {
  return JSON.stringify(now) !== JSON.stringify(next);
}

/** The options of useradd(8) and usermod(8) that they have in common, of what differs. */
function options({ uid, move_home }: Desired, next: Account, now: Account): string[] {
  const changed = (key: 'group' | 'comment' | 'home' | 'shell') => now[key] !== next[key];
  return [
    ...(uid === undefined ? [] : ['-u', String(uid)]),
    ...(changed('group') ? ['-g', next.group] : []),
    ...(String(now.groups) === String(next.groups) ? [] : ['-G', next.groups.join(',')]),
    ...(changed('comment') ? ['-c', next.comment] : []),
    ...(changed('home') ? ['-d', next.home, ...(move_home ? ['-m'] : [])] : []),
    ...(changed('shell') ? ['-s', next.shell] : []),
  ];
}

/** As Ansible: without a group of its own where there is one of its name already. */
function creation(desired: Desired, fresh: Account, next: Account): Change {
  const { name, group, system, create_home } = desired;
  const getsOwnGroup = group === undefined && fresh.group === name;
  const own = group === undefined ? [getsOwnGroup ? '-U' : '-N'] : [];
  const given = options(desired, next, { ...fresh, ...(group !== undefined && { group: '' }) });
  const argv = ['useradd', ...own, ...(system ? ['-r'] : []), create_home ? '-m' : '-M', ...given, name];
  const made = change('create', desired, argv, next);
  return getsOwnGroup ? { ...made, predictions: [...made.predictions, predict(groupAt(name), true)] } : made;
}

function update(desired: Desired, now: Account, next: Account): Change {
  const argv = ['usermod', ...options(desired, next, now), desired.name];
  return {
    ...change('update', desired, argv, next),
    before: shown(now),
    after: shown(next),
  };
}

/** Gives it the password unless it has it: `known` is the digest of what it has. */
function hashed({ name, password }: Desired, known: string | null): Change[] {
  if (password === undefined || passwordDigest(password) === known) return [];
  return [
    {
      action: known === null ? 'create' : 'update',
      proof: 'observed',
      what: `password of user ${name}`,
      before: known === null ? null : 'another',
      after: 'as given',
      impact: NO_IMPACT,
      steps: [{ do: 'run', argv: ['chpasswd', '-e'], stdin: `${name}:${password}\n` }],
      predictions: [predict(passwordOf(name), passwordDigest(password))],
    },
  ];
}

function removal(desired: Desired): Change {
  const { name, remove, force } = desired;
  const argv = ['userdel', ...(force ? ['-f'] : []), ...(remove ? ['-r'] : []), name];
  return change('delete', desired, argv, null);
}

function shown({ group, groups, home, shell }: Account): string {
  return `groups ${[group, ...groups].join(', ')}; home ${home}; shell ${shell}`;
}

function change(
  action: 'create' | 'update' | 'delete',
  { name, uid }: Desired,
  argv: readonly string[],
  next: Account | null,
): Change {
  return {
    action,
    proof: 'observed',
    what: `user ${name}`,
    before: action === 'create' ? null : 'present',
    after: next && shown(next),
    impact: NO_IMPACT,
    steps: [{ do: 'run', argv }],
    predictions: [
      predict(userAt(name), next),
      ...(uid === undefined ? [] : [predict(numberOf('passwd', name), next ? uid : null)]),
    ],
    // Its home and its own group come and go with it.
    sideEffects: true,
  };
}
