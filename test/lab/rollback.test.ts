import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { NIGHTLY } from '../sampled.ts';
import { lab } from './lab.ts';
import { must } from './restart-host.ts';
import { CASES, CLEAN } from './rollback/cases.ts';
import { type HostState, hostState } from './rollback/host-state.ts';
import { HOSTS } from './two-hosts.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-rollback-'));
const path = join(folder, 'play.yaml');
const WHERE = ['-i', lab.paths.inventory, '--history', join(folder, 'history.db')];
afterAll(() => rmSync(folder, { recursive: true }));

/** Where a case is tried: hosts take turns; at night it is each of them. */
let hosts = HOSTS;

const looks = (): Promise<HostState[]> => Promise.all(hosts.map(hostState));

async function run(tasks: readonly object[], handlers: readonly object[] = []) {
  writeFileSync(
    path,
    JSON.stringify([{ hosts: hosts.join(','), disruption: 'link', rollout: 'all-at-once', tasks, handlers }]),
  );
  const done = await virtfleet('run', path, ...WHERE);
  expect(done.code, done.stdout + done.stderr).toBe(0);
}

/** One of each kind, which is all that `npm test` has time for. */
const SOME = [
  'a network is restarted',
  'files come, change and go',
  'a unit stops, and its file goes',
  'an interface of a guest goes with its network',
  'a bridge changes',
  'a dnsmasq goes',
];
const TRIED = CASES.filter(({ name }) => NIGHTLY || SOME.includes(name)).map((row, turn) => ({
  ...row,
  turn,
}));

const rollback = (...words: string[]) => virtfleet('rollback', ...words, '--disruption', 'link', ...WHERE);

it.each(TRIED)('$name, and all is back', async ({ turn, prepare, before, run: tasks, handlers, stays }) => {
  hosts = HOSTS.filter((_, index) => NIGHTLY || index === turn % HOSTS.length);
  await Promise.all(hosts.map((host) => must(host, CLEAN)));
  const isBridge = JSON.stringify(before ?? []).includes('bridge":{"name":"rbbr');
  if (isBridge && prepare) for (const host of hosts) await must(host, prepare);
  if (before) await run(before);
  if (!isBridge && prepare) for (const host of hosts) await must(host, prepare);
  const was = await looks();
  await run(tasks, handlers);
  const made = await looks();
  expect(made).not.toEqual(was);
  const checked = await rollback('last', '--check', '--exit-code');
  expect(checked.stdout + checked.stderr).toContain('would change');
  expect(checked.code).toBe(3);
  expect(await looks()).toEqual(made);
  const done = await rollback('last');
  expect(done.code, done.stdout + done.stderr).toBe(0);
  expect(await looks()).toEqual(was);
  // A rollback is a run, which can be rolled back.
  const again = await rollback('last');
  expect(again.code, again.stdout + again.stderr).toBe(0);
  if (stays !== undefined) for (const host of hosts) await must(host, `[ -e ${stays} ] && rm -r ${stays}`);
  expect(await looks()).toEqual(made);
});

it('what was changed since is a conflict and stays, unless it is forced', async () => {
  hosts = HOSTS;
  await Promise.all(HOSTS.map((host) => must(host, CLEAN)));
  const [host = ''] = HOSTS;
  await run([
    { copy: { dest: '/srv/one', content: 'one\n' } },
    { copy: { dest: '/srv/two', content: 'two\n' } },
    { network: { name: 'rbnet', bridge: { name: 'virbr60' } } },
  ]);
  const there = () => must(host, 'ls /srv; virsh net-list --name | grep rbnet; true');
  await must(host, 'echo more >>/srv/one; virsh net-autostart rbnet --disable');
  const left = await rollback('last');
  expect(left.code).toBe(2);
  expect(left.stderr).toContain('conflict: file /srv/one was changed since run');
  expect(left.stderr).toContain('conflict: network rbnet was changed since run');
  expect(await there()).toBe('one\nrbnet\n');
  const number = /Rollback of run (\d+)/.exec(left.stdout)?.[1] ?? '';
  expect(await rollback(number, '--force')).toMatchObject({ code: 0 });
  expect(await there()).toBe('');
});
