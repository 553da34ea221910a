import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type * as z from 'zod';
import type { FileState } from '../../src/host/files.ts';
import { copy } from '../../src/modules/copy.ts';
import { argvs, trial } from './trial.ts';

const SRC = mkdtempSync(join(tmpdir(), 'virtfleet-tree-'));
afterAll(() => rmSync(SRC, { recursive: true }));
mkdirSync(join(SRC, 'tree/sub'), { recursive: true });
writeFileSync(join(SRC, 'tree/a.txt'), 'a\n');
writeFileSync(join(SRC, 'tree/sub/b.sh'), 'b\n');
mkdirSync(join(SRC, 'tree/empty'));
chmodSync(join(SRC, 'tree/sub/b.sh'), 0o755);
chmodSync(join(SRC, 'tree/a.txt'), 0o640);
const TREE = join(SRC, 'tree');

const absent: FileState = { kind: 'absent' };
const aFolder: FileState = { kind: 'directory', mode: '0711', owner: 'a', group: 'b' };
const aFile = (content: string): FileState => {
  return { kind: 'file', mode: '0644', owner: 'root', group: 'root', content };
};

/** A trial on a host that has these paths, and nothing else. */
function on(args: z.input<typeof copy.args>, there: Record<string, FileState> = {}) {
  const all = [
    '/srv',
    '/srv/tree',
    ...['a.txt', 'sub', 'sub/b.sh', 'empty'].flatMap((name) => [`/srv/${name}`, `/srv/tree/${name}`]),
  ];
  const states: Record<string, FileState> = {
    ...Object.fromEntries(all.map((path) => [path, absent])),
    '/srv': aFolder,
    ...there,
  };
  return trial(copy, args, { file: states['/srv/tree'] ?? absent, ...states } as never);
}

it('a folder goes into dest, with a slash at its end what is in it', () => {
  expect(on({ src: TREE, dest: '/srv' }).differences).toEqual([
    '/srv/tree: null → directory, mode 0755, owner root:root',
    '/srv/tree/empty: null → directory, mode 0755, owner root:root',
    '/srv/tree/sub: null → directory, mode 0755, owner root:root',
    'file /srv/tree/a.txt: null → 2 bytes, mode 0644',
    'file /srv/tree/sub/b.sh: null → 2 bytes, mode 0644',
  ]);
  const inside = on({ src: `${TREE}/`, dest: '/srv/' });
  expect(inside.differences.map((one) => one.split(':')[0])).toEqual([
    '/srv/empty',
    '/srv/sub',
    'file /srv/a.txt',
    'file /srv/sub/b.sh',
  ]);
  expect(inside.afterwards().changes).toEqual([]);
  expect(inside.plan.result).toEqual({ dest: '/srv/' });
});

it('only what differs is changed, and folders that are there keep their mode', () => {
  const there = { '/srv/tree': aFolder, '/srv/tree/a.txt': aFile('old\n'), '/srv/tree/sub': aFolder };
  const found = on({ src: TREE, dest: '/srv', directory_mode: '0700', owner: 'op' }, there);
  expect(found.differences).toEqual([
    '/srv/tree/empty: null → directory, mode 0700, owner op:root',
    'file /srv/tree/a.txt: content, owner root:root → new content, owner op:root',
    'file /srv/tree/sub/b.sh: null → 2 bytes, mode 0644',
  ]);
});

it('preserve takes the permissions of each file', () => {
  const { steps } = on({ src: TREE, dest: '/srv', mode: 'preserve' });
  expect(steps.flatMap((step) => (step.do === 'write' ? [[step.path, step.mode]] : []))).toEqual([
    ['/srv/tree/a.txt', '0640'],
    ['/srv/tree/sub/b.sh', '0755'],
  ]);
  const one = trial(copy, { src: join(TREE, 'sub/b.sh'), dest: '/x', mode: 'preserve' }, { file: absent });
  expect(one.steps).toMatchObject([{ do: 'write', mode: '0755' }]);
});

it('force: false leaves the files that are there', () => {
  const there = { '/srv/tree': aFolder, '/srv/tree/a.txt': aFile('old\n') };
  const found = on({ src: TREE, dest: '/srv', force: false }, there);
  expect(found.differences.filter((one) => one.startsWith('file'))).toEqual([
    'file /srv/tree/sub/b.sh: null → 2 bytes, mode 0644',
  ]);
});

it('a file in the way of a folder is not removed', () => {
  expect(on({ src: TREE, dest: '/srv' }, { '/srv/tree': aFile('x') }).blocked).toEqual([
    '/srv/tree is a file, not a directory. Remove it first: state: absent.',
  ]);
});

const remote = (source: FileState, file: FileState, same = false, more = {}) =>
  trial(copy, { src: '/a', dest: '/b', remote_src: true, ...more }, { source, file, same });

it('a text of the host is copied by its content', () => {
  const made = remote(aFile('x\n'), absent);
  expect(made.steps).toMatchObject([{ do: 'write', path: '/b', content: 'x\n', mode: '0644' }]);
  expect(made.afterwards().changes).toEqual([]);
  expect(remote(aFile('x\n'), aFile('x\n')).differences).toEqual([]);
});

it('what is no text is copied as it is', () => {
  const bytes: FileState = {
    kind: 'file',
    mode: '0751',
    owner: 'a',
    group: 'b',
    content: { bytes: 9, why: 'encoding' },
  };
  const made = remote(bytes, absent, false, { mode: 'preserve' });
  expect(argvs(made.steps)).toEqual([
    ['cp', '--remove-destination', '--', '/a', '/b'],
    ['chown', 'root:root', '--', '/b'],
    ['chmod', '0751', '--', '/b'],
  ]);
  expect(made.afterwards().changes).toEqual([]);
  const owned = { ...bytes, owner: 'root', group: 'root' };
  expect(remote(bytes, owned, true).differences).toEqual([]);
  expect(remote(bytes, owned, false).differences).toHaveLength(1);
  expect(remote(bytes, aFolder).plan.failure).toBe('/b is a directory, not a file.');
});

it.each<[FileState, string]>([
  [absent, '/a is not there.'],
  [{ kind: 'link', target: '/c' }, '/a is a link to /c: name the file itself.'],
  [aFolder, '/a is no file. Copy a folder of the host by command: cp -a /a/. /b'],
])('%j is no file of the host to copy', (source, failure) => {
  expect(remote(source, absent).plan).toMatchObject({ changes: [], failure });
});

it.each([
  [{ src: 'a', dest: '/b', remote_src: true }, ['src']],
  [{ src: '/a/', dest: '/b', remote_src: true }, ['src']],
  [{ content: 'x', dest: '/b', mode: 'preserve' as const }, ['mode']],
])('%j is refused at %j', (args, at) => {
  expect(trial(copy, args, { file: absent, source: absent, same: false }).complaints).toEqual(at);
});
