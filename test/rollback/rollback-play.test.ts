import { expect, it } from 'vitest';
import { stateDigest } from '../../src/engine/kept/keeper.ts';
import { packed } from '../../src/engine/kept/kept-record.ts';
import { unitAt } from '../../src/host/unit.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { parseKept } from '../../src/rollback/kept-on-host.ts';
import { rollbackNotes } from '../../src/rollback/rollback-notes.ts';
import { rollbackOn } from '../../src/rollback/rollback-play.ts';

const UNIT = unitAt('web.service');
const unit = (active: boolean) => ({ load: 'loaded', active, enabled: active, fixed: false });
const answer = (active: boolean) => {
  const text = `LoadState=loaded\nActiveState=${active ? 'active' : 'inactive'}\nUnitFileState=${active ? 'enabled' : 'disabled'}\n`;
  return packed([{ status: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0) }]);
};

const about = { file: 'site.yaml', line: 3, column: 5, kept: [], paths: [], restarts: [], beyond: [] };
const TASKS = [
  { ...about, task: 'conf', module: 'copy', paths: ['/etc/web/a.conf', '/etc/web/a.conf'] },
  { ...about, task: 'run', module: 'command', beyond: ['run make'], line: 7 },
  {
    ...about,
    task: 'web',
    module: 'service',
    kept: [{ kind: 'unit', name: 'web.service', answers: answer(true) }],
  },
  { ...about, task: 'restart', module: 'service', restarts: ['db.service'] },
  { ...about, task: 'again', module: 'copy', paths: ['/etc/web/a.conf', '/srv/disk'] },
  { ...about, task: 'web', module: 'service', kept: [{ kind: 'unit', name: 'web.service', answers: [] }] },
];

/** What a host says that keeps these tasks; `now` is what is at the file. */
function said(now: string, left = 'file 0600 root:root b'): string {
  return [
    'head\t{"version":1,"run":"r","by":"a@b","at":"2026-11-29T01:00:00Z"}',
    ...TASKS.map((task) => `tasks\t${JSON.stringify(task)}`),
    'tasks\t{"cut off',
    `left\t${JSON.stringify({ kind: 'unit', name: 'web.service', digest: stateDigest(unit(false)) })}`,
    ...(left === '' ? [] : [`left-states\t/etc/web/a.conf\t${left}`]),
    'left-states\t/etc/web\tdirectory 0755 root:root',
    'left-states\t/srv/disk\tlarge 99999999',
    `states\t/etc/web/a.conf\tabsent\t${now}`,
    'states\t/etc/web\tabsent\tdirectory 0755 root:root',
    'states\t/srv/disk\tlarge 99999999\tlarge 99999999',
    '',
  ].join('\n');
}

function on(
  now: string,
  { active = false, force = false, left }: { active?: boolean; force?: boolean; left?: string } = {},
) {
  const kept = parseKept(said(now, left));
  if (!kept) throw new Error('nothing is kept');
  const rollback = rollbackOn(kept, new Map([[UNIT.key, unit(active)]]), {
    play: 'Rollback',
    consent: 'service',
    force,
    inWaves: true,
  });
  const tasks = rollback.play.tasks as readonly ResolvedTask[];
  return {
    ...rollback,
    tasks: tasks.map(({ name, desired, notify }) => [name, desired, notify]),
    handlers: rollback.play.handlers.map(({ names }) => names),
  };
}

it('the last task comes first, and each thing as it was before the first', () => {
  const { tasks, handlers, conflicts, beyond, isCut } = on('file 0600 root:root b');
  const web = { name: 'web.service', state: 'started', enabled: true, masked: false, daemon_reload: true };
  expect(tasks).toEqual([
    ['unit web.service', { ...web, scope: 'system' }, []],
    [
      'file /etc/web/a.conf',
      { run: 'r', path: '/etc/web/a.conf', before: 'absent', folders: ['/etc/web'] },
      [],
    ],
  ]);
  expect({ handlers, conflicts, isCut }).toEqual({ handlers: [], conflicts: [], isCut: false });
  expect(beyond).toEqual(['command "run make" (site.yaml:7)', 'file /srv/disk: it was too large to be kept']);
});

it.each([
  ['the file', 'file 0644 root:root c', {}, ['file /etc/web/a.conf'], ['unit web.service']],
  ['what is as before', 'absent', { active: true }, [], ['unit web.service', 'file /etc/web/a.conf']],
  [
    'nothing by force',
    'file 0644 root:root c',
    { force: true },
    ['file /etc/web/a.conf'],
    ['unit web.service', 'file /etc/web/a.conf'],
  ],
  [
    'nothing of a run that was cut',
    'file 0644 root:root c',
    { left: '' },
    [],
    ['unit web.service', 'file /etc/web/a.conf'],
  ],
] as const)('what was changed since stays: %s', (_, now, how, conflicts, names) => {
  const { tasks, ...rest } = on(now, how);
  expect(rest.conflicts).toEqual(conflicts);
  expect(tasks.map(([name]) => name)).toEqual(names);
  expect(rest.isCut).toBe('left' in how);
});

it('nothing is kept where there is no head', () => {
  expect(parseKept('')).toBeUndefined();
  expect(parseKept('states\t/etc/motd\tabsent\tabsent\n')).toBeUndefined();
});

it('hosts with the same to say are one note', () => {
  const one = { play: { tasks: [], handlers: [] }, conflicts: ['network default'], beyond: [], isCut: false };
  const hosts = new Map([
    ['hv01', one],
    ['hv02', one],
    ['hv03', undefined],
    ['hv04', undefined],
  ] as const);
  const notes = rollbackNotes({ run: 12, hosts, touched: new Set(['hv03']), force: false });
  expect(notes.map(({ code, detail, hosts: all }) => [code, detail, all])).toEqual([
    ['rollback-conflict', 'conflict: network default was changed since run 12 left it.', ['hv01', 'hv02']],
    ['nothing-kept', expect.stringContaining('last 20 runs'), ['hv03']],
  ]);
});
