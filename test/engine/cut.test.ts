import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { News } from '../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../src/engine/fleet.ts';
import { HostRun } from '../../src/engine/host.ts';
import { cutOff } from '../../src/engine/performed-messages.ts';
import { command } from '../../src/modules/command.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import type { HostTask, ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { localHost, newLockFolder, undelegated } from './local-host.ts';
import { task, writes } from './task.ts';

/** Says that it began, with its process ID, and then takes longer than any test: nobody ends what a cut leaves behind. */
function hangs(began: string, more: Partial<ResolvedTask> = {}): HostTask {
  onTestFinished(() => {
    if (existsSync(began)) process.kill(Number(readFileSync(began, 'utf8')));
  });
  return runs(`echo $$ >'${began}.new'; mv '${began}.new' '${began}'; exec sleep 1000`, {
    name: 'hangs',
    ...more,
  });
}

const runs = (script: string, more: Partial<ResolvedTask> = {}) =>
  task(command as AnyModule, command.args.parse({ argv: ['sh', '-c', script] }), more);

/** A run on this machine, and what ends it early; `outcomes` are there once it has ended. */
function begin(tasksIn: (folder: string) => readonly HostTask[], mode: 'apply' | 'check' = 'apply') {
  const [stop, cut] = [new AbortController(), new AbortController()];
  const interrupts = { signal: stop.signal, cut: cut.signal };
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks, interrupts);
  const tasks = tasksIn(folder);
  const hosts = new Map([['here', { tasks, handlers: [] }]]);
  const plays = [{ name: 'play', batches: [['here']], hosts }];
  const told: unknown[] = [];
  const announce = (news: News) => {
    if (news.type !== 'task-ended') return;
    const { task: name, status, message } = news.outcome;
    told.push([name, status, message]);
  };
  const writer = { run: 'run', owner: 'o@test', folder: locks };
  const about = {
    mode,
    partial: false,
    dependencies: [],
    delegate: undelegated,
    announce,
    interrupts,
    writer,
  };
  const host = new HostRun('here', playsOf('here', plays), remote, about);
  const ended = runFleet(plays, new Map([['here', host]]), {
    mode,
    forks: 1,
    announce,
    signal: interrupts.signal,
  }).then(() => ({
    told,
    bugs: host.bugs,
  }));
  return { folder, stop, cut, ended };
}

const isThere = (path: string) => expect.poll(() => existsSync(path), { timeout: 30_000 }).toBe(true);

it('what was being written is lost, what was done stays, and the rest is not started', async () => {
  const { folder, stop, cut, ended } = begin((own) => [
    task(writes, { path: join(own, 'first'), content: 'x' }, { name: 'first' }),
    hangs(join(own, 'began')),
    task(writes, { path: join(own, 'last'), content: 'x' }, { name: 'last' }),
  ]);
  await isThere(join(folder, 'began'));
  stop.abort();
  cut.abort();
  const lost = 'You ended the run. Whether the steps were done is unknown; the next run finds out.';
  expect(await ended).toEqual({
    told: [
      ['first', 'changed', undefined],
      ['hangs', 'lost', lost],
      ['last', 'not-started', 'The host was lost in task "hangs".'],
    ],
    bugs: [],
  });
  expect(['first', 'last'].map((name) => existsSync(join(folder, name)))).toEqual([true, false]);
});

it('a host that is only being read has started nothing', async () => {
  const { folder, stop, cut, ended } = begin((own) => [
    task(writes, { path: join(own, 'pipe'), content: 'x' }, { name: 'reads' }),
    hangs(join(own, 'began'), { ignoreErrors: true }),
  ]);
  writeFileSync(join(folder, 'other'), '');
  stop.abort();
  cut.abort();
  const before = 'The run was interrupted before it.';
  expect(await ended).toEqual({
    told: [
      ['reads', 'not-started', before],
      ['hangs', 'not-started', before],
    ],
    bugs: [],
  });
});

it('what waits between two attempts is woken, and has failed so far', async () => {
  const until = { verdict: false, retries: 5, delay: 3600 };
  const { folder, stop, ended } = begin((own) => [
    runs(`: >'${join(own, 'began')}'`, { name: 'again', until }),
    task(writes, { path: join(own, 'last'), content: 'x' }, { name: 'last' }),
  ]);
  await isThere(join(folder, 'began'));
  stop.abort();
  const why = '`until` is not true after 1 attempt, and the run was interrupted.';
  expect(await ended).toEqual({
    told: [
      ['again', 'failed', why],
      ['last', 'not-started', 'Task "again" failed on this host.'],
    ],
    bugs: [],
  });
});

it('a guarded change says when the host takes it back, and how to do it at once', () => {
  const until = new Date(2026, 10, 29, 14, 3, 19).getTime();
  const cut = { kind: 'cut', until, isArmed: true, isConfirming: false, restore: 'sh /b/restore' } as const;
  expect(cutOff(cut)).toBe(
    'You ended the run before the host had decided. The host takes it back at 14:03:20 at the latest. To take it back now, run on the host, as root:\n  sh /b/restore',
  );
  expect(cutOff({ ...cut, isConfirming: true })).toContain(
    ' at 14:03:20 at the latest unless the confirmation, which was on its way, has reached it. To',
  );
  expect(cutOff({ ...cut, isArmed: false })).toContain('If the host has begun this change, the host takes');
});
