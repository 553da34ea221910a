import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdCheck } from '../../../src/history/check-lock.ts';
import { lastChecks } from '../../../src/history/questions/last-checks.ts';
import { credentialName } from '../../../src/schedule/forms/systemd.ts';
import { opened } from '../../history/kept.ts';
import { webhook } from '../../notify/webhook.ts';
import { oneCheck, scheduled } from './projects.ts';

const placeIn = (folder: string) => ({ kind: 'file', path: join(folder, 'virtfleet/history.db') }) as const;

describe('schedule run', () => {
  it('checks with the options of schedule.yaml, ends as drift, and is kept as this check', async () => {
    const { folder, asked, motd } = scheduled(oneCheck('every: 1h', 'reports: { json: report.json }'));
    expect(await asked('run', 'nightly')).toEqual({
      code: 0,
      out: 'In step: 1 host, 1 resource.\n',
      err: '',
    });
    motd('other\n');
    const { code, out } = await asked('run', 'nightly');
    expect([code, out]).toEqual([3, expect.stringContaining('virtfleet run site.yaml -i inventory/')]);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).exit_code).toBe(3);
    const { last, happened } = await lastChecks(await opened(placeIn(folder)), `nightly of ${folder}`);
    expect(happened).toEqual(last);
    expect(last).toMatchObject({ number: 2, mode: 'drift', exit_code: 3, hosts: { differs: 1 } });
  });

  it('does nothing while the same check is held, and works once that is let go', async () => {
    const { folder, asked } = scheduled(oneCheck('every: 1h', 'max-duration: 90m'));
    const release = await holdCheck(placeIn(folder), `nightly of ${folder}`);
    expect(await asked('run', 'nightly')).toEqual({
      code: 75,
      out: '',
      err: 'nightly is being checked already, so nothing was done. A check may take 90m.\n',
    });
    await release?.();
    expect((await asked('run', 'nightly')).code).toBe(0);
    expect((await asked('run', 'nightly', '--history', 'none')).code).toBe(0);
  });

  it('ends at once when it is interrupted while it waits for the jitter', async () => {
    const { folder, asked } = scheduled(oneCheck('every: 1h', 'jitter: 1d'));
    const interrupt = new AbortController();
    const asking = asked('run', 'nightly', '--jitter', { signal: interrupt.signal });
    setImmediate(() => interrupt.abort());
    expect(await asking).toEqual({ code: 130, out: '', err: 'Interrupted: no host was contacted.\n' });
    expect(existsSync(join(folder, 'virtfleet'))).toBe(false);
  });

  it('reads a secret where systemd handed it over, and one in the environment', async () => {
    const { got, origin } = await webhook();
    const { folder, asked, motd } = scheduled(
      oneCheck('every: 1h', 'notify: ["@/etc/virtfleet/slack", $HOOK]'),
    );
    const handed = join(folder, credentialName('/etc/virtfleet/slack'));
    writeFileSync(handed, `${origin}/handed\n`, { mode: 0o400 });
    motd('other\n');
    const env = { XDG_STATE_HOME: folder, CREDENTIALS_DIRECTORY: folder, HOOK: `${origin}/named` };
    const { code, err } = await asked('run', 'nightly', { local: { home: '/', user: 'x', uid: 1, env } });
    expect([code, err]).toEqual([3, '']);
    expect(got.map(({ path }) => path).toSorted()).toEqual(['/handed', '/named']);
  });

  it('notifies and prints nothing of a host in a blackout, and once afterwards what still holds', async () => {
    const { got, origin } = await webhook();
    const always = { from: '1970-01-01 00:00', to: '9999-12-31 00:00' };
    const own = oneCheck('every: 1h', `notify: ${origin}/hook`, 'quiet: true');
    const blackout = JSON.stringify({ hosts: 'all', ...always, reason: 'power' });
    const { folder, asked, motd } = scheduled(`${own}blackouts: [${blackout}]\n`);
    motd('other\n');
    expect(await asked('run', 'nightly')).toEqual({ code: 3, out: '', err: '' });
    expect(got).toEqual([]);
    writeFileSync(join(folder, 'schedule.yaml'), own);
    expect((await asked('run', 'nightly')).out).toMatch(/^DRIFTED|^PENDING|^UNKNOWN|motd/m);
    await asked('run', 'nightly');
    expect(got.map(({ body }) => String(body['text']).split('\n')[0])).toEqual([
      expect.stringMatching(/: 1 new$/),
    ]);
  });

  it('refuses a blackout of hosts that are none, before a host is contacted', async () => {
    const own = oneCheck('every: 1h');
    const { asked } = scheduled(
      `${own}blackouts:\n  - { hosts: site-a, from: 22:00, to: 04:00, reason: power }\n`,
    );
    const { code, out, err } = await asked('run', 'nightly');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('schedule.yaml:7');
    expect(err).toContain('site-a');
  });
});

it.each([
  [['run'], 'it is written virtfleet schedule run NAME.'],
  [['check', 'nightly'], 'it is written virtfleet schedule check.'],
  [['run', 'nightly', 'weekly'], 'it is written virtfleet schedule run NAME.'],
  [['rnu', 'nightly'], 'there is no "schedule rnu". Did you mean `run`?'],
  [['run', 'nigthly'], 'the schedule has no check nigthly. Did you mean `nightly`?'],
  [['run', 'other'], 'the schedule has no check other. It has nightly.'],
])('schedule %j is refused', async (words, says) => {
  const { asked } = scheduled(oneCheck('every: 1h'));
  expect(await asked(...words)).toEqual({ code: 1, out: '', err: `virtfleet schedule: ${says}\n` });
});

it.each(['run', 'print', 'install'])('schedule %s refuses a check that only workers do', async (action) => {
  const { folder, asked } = scheduled(oneCheck('every: 1h', 'command: run'));
  expect(await asked(action, 'nightly', '--history', join(folder, 'history.db'))).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet schedule: nightly has command: run, which only workers of virtfleet server do; here is what checks drift. By hand it is virtfleet run site.yaml.\n',
  });
  expect(existsSync(join(folder, 'history.db'))).toBe(false);
});

it('schedule check leaves out what only workers do: its history does not know it', async () => {
  const { folder, asked } = scheduled(
    `${oneCheck('every: 1h')}  repair: { playbook: site.yaml, every: 1h, command: run }\n`,
  );
  const { out } = await asked('check', '--format', 'json', '--history', join(folder, 'history.db'));
  expect((JSON.parse(out) as { checks: { name: string }[] }).checks.map(({ name }) => name)).toEqual([
    'nightly',
  ]);
});
