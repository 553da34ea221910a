import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { HostTree } from '../../src/playbook/resolve/resolved-play.ts';
import { localHost } from './local-host.ts';
import { file, HOLDS, make, play, said, step } from './play-group.ts';
import { fileModule } from './task.ts';

it('tasks of a host that need no answer in between are one script, each with its own time', async () => {
  const host = localHost();
  const runs = make(fileModule(step('printf %s "$2" >"$1"'), { holds: HOLDS }));
  const skipped = { ...file(host, 'left out'), kind: 'skipped', reason: 'a condition' } as const;
  const tasks = [file(host, 'one'), skipped, runs(host, 'two'), file(host, 'three')];
  const played = await play(tasks, host);
  expect(played.said).toEqual(['one changed', 'left out skipped', 'two changed', 'three changed']);
  expect(played.scripts).toBe(1);
  expect(said(host, 'one', 'two', 'three')).toEqual(['of one', 'of two', 'of three']);
  // Each begins when the one before it has ended, though all of them came back together.
  const [one, , two, three] = played.timings;
  expect([two?.started, three?.started]).toEqual([one?.ended, two?.ended]);
});

it('a task that fails keeps those behind it from beginning', async () => {
  const host = localHost();
  const fails = make(fileModule(step('echo no room >&2; exit 3'), { holds: HOLDS }));
  const tasks = [file(host, 'one'), fails(host, 'two'), file(host, 'three')];
  const played = await play(tasks, host);
  expect(played.said).toEqual([
    'one changed',
    'two failed',
    'three not-started Task "two" failed on this host.',
  ]);
  expect([played.scripts, ...said(host, 'one', 'two', 'three')]).toEqual([1, 'of one', undefined, undefined]);
});

it('a failure in a block is rescued, with the same tasks done as in scripts of their own', async () => {
  const host = localHost();
  const fails = make(fileModule(step('exit 3')));
  const block = {
    kind: 'block',
    name: 'b',
    tasks: [file(host, 'one'), fails(host, 'two'), file(host, 'three')],
    rescue: [file(host, 'rescued')],
    always: [],
  } as const;
  const played = await play([block as HostTree, file(host, 'behind')], host);
  expect(played.said).toEqual([
    'one changed',
    'two failed',
    'three not-started Task "two" failed on this host.',
    'rescued changed',
    'behind changed',
  ]);
  expect(said(host, 'three', 'rescued', 'behind')).toEqual([undefined, 'of rescued', 'of behind']);
});

it('a failure that is ignored ends the script, and what is behind it is done in the next', async () => {
  const host = localHost();
  const fails = make(fileModule(step('exit 3')));
  const tasks = [file(host, 'one'), fails(host, 'two', { ignoreErrors: true }), file(host, 'three')];
  const played = await play(tasks, host);
  expect(played.said).toEqual(['one changed', 'two failed', 'three changed']);
  expect([played.scripts, ...said(host, 'three')]).toEqual([2, 'of three']);
});

it('what does not hold on the host is looked at before the next task begins', async () => {
  const host = localHost();
  const holds = { script: 'grep -qx "$1" "$2"', args: ['wrong', '/dev/null'] };
  const doubted = make(
    fileModule((path, content) => [{ do: 'write', path, content, mode: '0644' }], { holds }),
  );
  const right = await play([doubted(host, 'one'), file(host, 'two')], host);
  expect([right.said, right.scripts]).toEqual([['one changed', 'two changed'], 2]);

  const other = localHost();
  const wrong = make(fileModule((path) => [{ do: 'write', path, content: 'else', mode: '0644' }], { holds }));
  const played = await play([wrong(other, 'one'), file(other, 'two')], other);
  expect(played.said).toEqual([
    `one not-converged Done without an error, but this still differs: ${join(other.folder, 'one')}`,
    'two not-started Task "one" did not converge on this host.',
  ]);
  expect([played.scripts, ...said(other, 'two')]).toEqual([1, undefined]);
});

it('what was done behind a task that held and is found otherwise is told as it is', async () => {
  const host = localHost();
  const wrong = make(fileModule((path) => [{ do: 'write', path, content: 'else', mode: '0644' }]));
  const played = await play(
    [
      wrong(host, 'one'),
      file(host, 'two'),
      file(host, 'three', { until: { verdict: true, retries: 1, delay: 0 } }),
    ],
    host,
  );
  expect(played.said).toEqual([
    `one not-converged Done without an error, but this still differs: ${join(host.folder, 'one')}`,
    'two changed',
    'three not-started Task "one" did not converge on this host.',
  ]);
});

it('nothing is written before all that a script rests on was compared', async () => {
  const host = localHost();
  writeFileSync(join(host.folder, 'two'), 'old');
  const first = join(host.folder, 'one');
  const seen: boolean[] = [];
  const looks = make(
    fileModule(
      (path, content) => [
        { do: 'run', argv: ['sh', '-c', 'cat "$1" >>"$2"', 'sh', path, `${host.folder}/log`] },
        { do: 'write', path, content, mode: '0644' },
      ],
      { holds: HOLDS },
    ),
  );
  const meanwhile = () => {
    seen.push(existsSync(first));
    writeFileSync(join(host.folder, 'two'), 'of somebody else');
  };
  const played = await play([file(host, 'one'), looks(host, 'two')], host, { meanwhile });
  expect(played.said).toEqual(['one changed', 'two changed']);
  // The first script found the host moved, the second one did all.
  expect([seen, played.scripts, ...said(host, 'log', 'two')]).toEqual([
    [false],
    2,
    'of somebody else',
    'of two',
  ]);
});

it('two tasks about one thing are two scripts', async () => {
  const host = localHost();
  const played = await play([file(host, 'one'), file(host, 'other', {}, 'one'), file(host, 'two')], host);
  expect(played.said).toEqual(['one changed', 'other changed', 'two changed']);
  expect([played.scripts, ...said(host, 'one')]).toEqual([2, 'of other']);
});

it('an interruption ends a play when what runs is done', async () => {
  const host = localHost();
  const until = { verdict: true, retries: 1, delay: 0 };
  const tasks = [file(host, 'interrupts'), file(host, 'two'), file(host, 'three', { until })];
  const played = await play(tasks, host);
  expect(played.said).toEqual([
    'interrupts changed',
    'two changed',
    'three not-started The run was interrupted before it.',
  ]);
  expect(said(host, 'two', 'three')).toEqual(['of two', undefined]);
});

it('of a host that is lost in the middle nobody knows what was done', async () => {
  const host = localHost();
  const started = join(host.folder, 'started');
  const slow = make(fileModule(() => [{ do: 'run', argv: ['sh', '-c', `touch ${started}; sleep 5`] }]));
  const tasks = [file(host, 'one'), slow(host, 'two'), file(host, 'three')];
  const playing = play(tasks, host);
  await vi.waitUntil(() => existsSync(started), { timeout: 30_000 });
  await host.remote.close();
  const lost = expect.stringMatching(/^(one|two) lost .*Whether the steps were done is unknown/);
  expect((await playing).said).toEqual([lost, lost, 'three not-started The host was lost in task "one".']);
});
