import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { file } from '../../src/modules/file.ts';
import { argvs, trial } from './trial.ts';

const ODD = '/srv/a b\'c"$(touch pwned)';
const root = { owner: 'root', group: 'root' };
const folder: FileState = { kind: 'directory', mode: '0755', ...root };
const text: FileState = { kind: 'file', mode: '0644', ...root, content: 'x\n' };
const absent: FileState = { kind: 'absent' };

describe('a folder', () => {
  it('that is as it should be needs nothing', () => {
    const args = { path: '/srv/', state: 'directory', mode: '755', owner: 'root' } as const;
    expect(trial(file, args, { at: folder }).differences).toEqual([]);
  });

  it('is made with its attributes, and found so afterwards', () => {
    const made = trial(file, { path: ODD, state: 'directory', group: 'kvm' }, { at: absent });
    expect(argvs(made.steps)).toEqual([
      ['mkdir', '-p', '--', ODD],
      ['chown', 'root:kvm', '--', ODD],
      ['chmod', '0755', '--', ODD],
    ]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('gets its attributes', () => {
    const one = trial(file, { path: '/srv', state: 'directory', mode: '0700' }, { at: folder });
    expect(one.differences).toEqual(['/srv: mode 0755, owner root:root → mode 0700, owner root:root']);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('does not take the place of something else', () => {
    const { blocked, steps } = trial(file, { path: '/srv', state: 'directory' }, { at: text });
    expect(blocked).toEqual(['/srv is a file, not a directory. Remove it first: state: absent.']);
    expect(steps).toEqual([]);
  });
});

describe('a file', () => {
  it('gets a content', () => {
    const made = trial(file, { path: ODD, content: 'y\n' }, { at: absent });
    expect(made.steps).toEqual([{ do: 'write', path: ODD, content: 'y\n', mode: '0644', ...root }]);
    expect(made.afterwards().changes).toEqual([]);
    const changed = trial(file, { path: '/f', content: 'y\n' }, { at: { ...text, mode: '0600' } });
    expect(changed.differences).toEqual(['file /f: content → new content']);
    expect(changed.plan.changes[0]?.diff).toEqual({ label: '/f', before: 'x\n', after: 'y\n' });
    expect(trial(file, { path: '/f', content: 'x\n' }, { at: text }).differences).toEqual([]);
  });

  it('whose attributes alone are wanted is not written', () => {
    const one = trial(file, { path: '/f', mode: '0600', owner: 'qemu' }, { at: text });
    expect(argvs(one.steps)).toEqual([
      ['chown', 'qemu:root', '--', '/f'],
      ['chmod', '0600', '--', '/f'],
    ]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('is not invented', () => {
    const { plan } = trial(file, { path: '/f', mode: '0600' }, { at: absent });
    expect(plan.failure).toBe('/f is not there, and no content: says what to make.');
  });
});

it('touch makes an empty file where there is none, and else only sets what is given', () => {
  const args = { path: '/f', state: 'touch', mode: '0600' } as const;
  const made = trial(file, args, { at: absent });
  expect(made.steps).toMatchObject([{ do: 'write', content: '', mode: '0600' }]);
  expect(made.afterwards().changes).toEqual([]);
  expect(argvs(trial(file, args, { at: text }).steps).map(([program]) => program)).toEqual([
    'chown',
    'chmod',
  ]);
  expect(trial(file, { path: '/f', state: 'touch' }, { at: text }).steps).toEqual([]);
});

describe('a link', () => {
  it('is made or pointed elsewhere', () => {
    const args = { path: ODD, state: 'link', src: '/a b' } as const;
    for (const at of [absent, { kind: 'link', target: '/old' } as const]) {
      const one = trial(file, args, { at });
      expect(argvs(one.steps)).toEqual([['ln', '-sfn', '--', '/a b', ODD]]);
      expect(one.afterwards().changes).toEqual([]);
    }
    expect(trial(file, args, { at: { kind: 'link', target: '/a b' } }).differences).toEqual([]);
    expect(trial(file, args, { at: text }).blocked).toHaveLength(1);
  });
});

describe('nothing', () => {
  const args = { path: ODD, state: 'absent' } as const;
  it('is what is left', () => {
    expect(trial(file, args, { at: absent }).differences).toEqual([]);
    const one = trial(file, args, { at: text });
    expect(one.steps).toEqual([{ do: 'remove', path: ODD }]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('takes a folder only when it is empty, unless that is said', () => {
    expect(argvs(trial(file, args, { at: folder }).steps)).toEqual([['rmdir', '--', ODD]]);
    const all = trial(file, { ...args, recurse: true }, { at: folder });
    expect(argvs(all.steps)).toEqual([['rm', '-rf', '--one-file-system', '--', ODD]]);
  });

  it.each(['/', '//', '/etc', '/etc/', '//var'])('never takes %s', (path) => {
    const { complaints } = trial(file, { ...args, path, recurse: true }, { at: absent });
    expect(complaints).toEqual(['path']);
  });

  it.each(['relative', '/etc/../..', '/./', '/a\nb'])('refuses the path %j', (path) => {
    expect(file.args.safeParse({ ...args, path }).success).toBe(false);
  });
});

it.each([
  [{ path: '/a', state: 'link' }, ['state']],
  [{ path: '/a', src: '/b' }, ['src']],
  [{ path: '/a', state: 'directory', content: '' }, ['content']],
  [{ path: '/a', state: 'directory', recurse: true, mode: '0700' }, []],
  [{ path: '/a', state: 'hard' }, ['state']],
  [{ path: '/a', state: 'hard', src: 'b' }, ['src']],
  [{ path: '/a', state: 'hard', src: '/b', mode: '0600' }, ['mode']],
  [{ path: '/a', state: 'directory', recurse: true }, []],
  [{ path: '/a', state: 'touch', recurse: true }, ['recurse']],
  [{ path: '/a', state: 'absent', mode: '0644', owner: 'root' }, []],
] as const)('%j is refused at %j', (args, at) => {
  expect(trial(file, args, { at: absent }).complaints).toEqual(at);
});

it.each([
  ['mode', 644],
  ['mode', 'u+s'],
  ['mode', '0888'],
  ['owner', '0'],
  ['owner', '-x'],
])('refuses the %s %j', (key, value) => {
  expect(file.args.safeParse({ path: '/a', [key]: value }).success).toBe(false);
});

it('a link takes the place of a file where it is forced', () => {
  const was = { kind: 'file', mode: '0644', owner: 'root', group: 'root', content: 'x' } as const;
  const task = { path: '/etc/a', state: 'link', src: '/b' } as const;
  expect(trial(file, task, { at: was }).blocked).toHaveLength(1);
  const forced = trial(file, { ...task, force: true }, { at: was });
  expect(forced.blocked).toEqual([]);
  expect(argvs(forced.steps)).toEqual([['ln', '-sfn', '--', '/b', '/etc/a']]);
  expect(forced.afterwards().changes).toEqual([]);
  const folder = { kind: 'directory', mode: '0755', owner: 'root', group: 'root' } as const;
  const steps = trial(file, { ...task, force: true }, { at: folder }).steps;
  expect(argvs(steps)[0]).toEqual(['rmdir', '--', '/etc/a']);
});

it('a mode may say what changes of the one that is there', () => {
  const folder = { kind: 'directory', mode: '0750', owner: 'root', group: 'root' } as const;
  const found = trial(file, { path: '/d', state: 'directory', mode: 'o+rX' }, { at: folder });
  expect(argvs(found.steps).at(-1)).toEqual(['chmod', '0755', '--', '/d']);
  expect(found.afterwards().changes).toEqual([]);
  const made = trial(file, { path: '/d', state: 'directory', mode: 'go-rwx' }, { at: { kind: 'absent' } });
  expect(made.afterwards().changes).toEqual([]);
  expect(made.differences).toEqual(['/d: null → directory, mode 0700, owner root:root']);
});

it('a link says which arguments it has no use for', () => {
  const args = { path: '/etc/a', state: 'link', src: '/b', owner: 'root', mode: '0644' } as const;
  const current = { at: { kind: 'link', target: '/b' } } as const;
  expect(file.plan(file.args.parse(args), current as never).warnings).toEqual([
    'mode, owner: of a link only its target is compared and set.',
  ]);
});

it('a folder with `recurse` and nothing to be given looks at nothing below it', () => {
  const args = { path: '/srv', state: 'directory', recurse: true } as const;
  expect(Object.keys(file.observe(file.args.parse(args)))).not.toContain('below');
  expect(Object.keys(file.observe(file.args.parse({ ...args, mode: '0755' })))).toContain('below');
});

it('what all below a folder had is nothing that a guard could bring back', () => {
  const folderOf = (recurse: boolean) => {
    const args = { path: '/etc/ssh', state: 'directory', mode: '0700', recurse } as const;
    const current = { at: folder, below: 3, session: { client: '192.0.2.9', links: ['eth0'] } };
    return file.plan(file.args.parse(args), current as never).rollback?.();
  };
  expect(folderOf(true)).toBeUndefined();
  expect(folderOf(false)).toBeDefined();
});
