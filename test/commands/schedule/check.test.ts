import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Chosen } from '../../../src/commands/schedule/asked.ts';
import { checkSchedule } from '../../../src/commands/schedule/check.ts';
import { readSchedule } from '../../../src/commands/schedule/schedule-file.ts';
import { blocks } from '../../docs/documents.ts';
import { keep, type Told } from '../../history/told.ts';
import { webhook } from '../../notify/webhook.ts';
import { outcome } from '../../report/outcomes.ts';
import { listening, project } from '../project.ts';
import { oneCheck } from './projects.ts';

const OPTIONS = {
  ...{
    file: undefined,
    maxAge: undefined,
    quiet: false,
    jitter: false,
    form: 'systemd',
    user: false,
    runAs: undefined,
  },
  ...{
    image: undefined,
    notify: [],
    notifyCommand: undefined,
    check: false,
    format: 'text',
    history: undefined,
  },
} as const satisfies Chosen;
const HOSTS = ['hv01', 'hv02'];
const PLAYBOOK = '- hosts: all\n  tasks:\n    - ping:\n';
/** What the schedules of these tests name. */
const FILES = {
  ...{ 'site.yaml': PLAYBOOK, 'playbooks/site.yaml': PLAYBOOK, 'playbooks/guests.yaml': PLAYBOOK },
  'inventory/hosts': 'hv01\nhv02\n',
};

/** What `schedule check` prints at a time, of a schedule and of runs that were kept before. */
async function checked(
  text: string,
  now: string,
  runs: readonly (Pick<Told, 'time'> & Partial<Told> & { name: string })[] = [],
  options: Partial<Chosen> = {},
) {
  const folder = project({ ...FILES, 'schedule.yaml': text });
  for (const { name, ...run } of runs) {
    const schedule = `${name} of ${folder}`;
    const records = run.records ?? HOSTS.map((host) => outcome(host));
    const told = {
      id: run.time,
      mode: 'drift',
      hosts: HOSTS,
      exitCode: 0,
      ...run,
      records,
      schedule,
    } as const;
    await keep({ kind: 'file', path: join(folder, 'virtfleet/history.db') }, told);
  }
  const { printed, io } = listening({ width: 80 }, folder);
  const schedule = readSchedule(join(folder, 'schedule.yaml'));
  const code = await checkSchedule(schedule, { ...OPTIONS, ...options }, io, Date.parse(now));
  return { code, ...printed };
}

/** Times differ from time zone to time zone. */
const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'YYYY-MM-DD hh:mm:ss');

const example = (info: string) => {
  const found = blocks('text', 'yaml').find(
    (one) => one.where.startsWith('docs/schedule.md') && one.info === info,
  );
  if (!found) throw new Error(`docs/schedule.md has no ${info}`);
  return found.text;
};

it('the page is as documented', async () => {
  const differs = [outcome('hv01'), outcome('hv02', { status: 'would-change', changes: [] })];
  const { code, out, err } = await checked(example('schedule'), '2026-11-28T22:30:00Z', [
    { name: 'weekly', time: '2026-11-08T03:00:11Z' },
    { name: 'nightly', time: '2026-11-28T22:03:20Z', records: differs, exitCode: 3 },
  ]);
  expect([code, err]).toEqual([3, '']);
  expect(timeless(`$ virtfleet schedule check\n${out}`)).toBe(timeless(example('check')));
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

describe('a check', () => {
  const HOURLY = oneCheck('every: 1h', 'timezone: UTC');
  const NOW = '2026-11-28T14:30:00Z';
  const result = (out: string) => out.split('\n')[1]?.slice(51);

  it.each([
    ['that happened is well', { time: '2026-11-28T14:00:03Z' }, [0, 'run 1: 2 ok']],
    ['that found what is wrong happened', { time: '2026-11-28T14:00:03Z', exitCode: 2 }, [0, 'run 1: 2 ok']],
    [
      'that was interrupted did not',
      { time: '2026-11-28T14:00:03Z', exitCode: 130 },
      [3, 'overdue; run 1: 2 ok,'],
    ],
    ['that was due twice since is overdue', { time: '2026-11-28T12:00:03Z' }, [3, 'overdue; run 1: 2 ok']],
  ])('%s', async (_, run, expected) => {
    const { code, out } = await checked(HOURLY, NOW, [{ name: 'nightly', ...run }]);
    expect([code, result(out)]).toEqual(expected);
  });

  it('is not spoken of with --quiet until one is overdue', async () => {
    const quiet = (time: string) => checked(HOURLY, NOW, [{ name: 'nightly', time }], { quiet: true });
    expect(await quiet('2026-11-28T14:00:03Z')).toEqual({ code: 0, out: '', err: '' });
    expect(await quiet('2026-11-28T12:00:03Z')).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^CHECK/),
    });
  });

  it('of another schedule or of somebody who typed it does not count', async () => {
    const { code, out } = await checked(HOURLY, NOW, [{ name: 'other', time: '2026-11-28T14:00:03Z' }]);
    expect([code, out.split('\n')[1]]).toEqual([3, expect.stringMatching(/ never {2}overdue$/)]);
  });

  it('is as old as --max-age says at most', async () => {
    const runs = [{ name: 'nightly', time: '2026-11-28T14:00:00Z' }];
    const asked = (maxAge: string) => checked(HOURLY, NOW, runs, { maxAge });
    expect((await asked('30m')).code).toBe(0);
    const { code, out } = await asked('29m');
    expect([code, out]).toEqual([
      3,
      expect.stringContaining('nightly: the last check ended more than 29m ago'),
    ]);
    await expect(asked('soon')).rejects.toThrow(
      '--max-age expects a time such as 90m, 3h or 8d, not "soon".',
    );
  });
});

it('the same is told as data', async () => {
  const runs = [{ name: 'nightly', time: '2026-11-28T14:00:00.000Z' }];
  const { out } = await checked(oneCheck('every: 1h', 'timezone: UTC'), '2026-11-28T14:30:00Z', runs, {
    format: 'json',
  });
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    checks: [
      {
        ...{ name: 'nightly', cron: '0 * * * *', timezone: 'UTC', next: '2026-11-28T15:00:00.000Z' },
        ...{ running: false, overdue: null, last: { number: 1, hosts: { ok: 2 } } },
      },
    ],
    wrong: [],
    blackouts: [],
  });
});

it('a check whose files cannot be read is told before it is due', async () => {
  const runs = [{ name: 'nightly', time: '2026-11-28T14:00:00Z' }];
  const text = oneCheck('every: 1h', 'timezone: UTC').replace('site.yaml', 'sitee.yaml');
  const { code, out } = await checked(text, '2026-11-28T14:30:00Z', runs);
  expect(code).toBe(3);
  expect(out).toContain('1 thing is wrong:\n  nightly: it cannot be done: A file cannot be read:');
  expect(out).toMatch(/sitee\.yaml: there\s+is\s+no\s+such\s+file/);
});

it('receivers get once that a check is overdue, and once that it happened again', async () => {
  const { got, origin } = await webhook();
  const folder = project({ ...FILES, 'schedule.yaml': oneCheck('every: 1h', 'timezone: UTC') });
  const place = { kind: 'file', path: join(folder, 'virtfleet/history.db') } as const;
  const file = join(folder, 'schedule.yaml');
  const { io } = listening({}, folder);
  const options = { ...OPTIONS, file, notify: [`${origin}/hook`], quiet: true };
  const checkAt = (time: string) => checkSchedule(readSchedule(file), options, io, Date.parse(time));
  const ran = (time: string) =>
    keep(place, { id: time, time, mode: 'drift', hosts: [], records: [], schedule: `nightly of ${folder}` });
  await ran('2026-11-28T10:00:00Z');
  const codes = [];
  for (const hour of [10, 11, 12, 13]) codes.push(await checkAt(`2026-11-28T${hour}:30:00Z`));
  await ran('2026-11-28T14:00:00Z');
  codes.push(await checkAt('2026-11-28T14:30:00Z'), await checkAt('2026-11-28T15:30:00Z'));
  expect(codes).toEqual([0, 0, 3, 3, 0, 0]);
  expect(got.map(({ body }) => body['events'])).toEqual([
    [{ kind: 'overdue', host: 'nightly', lines: [], message: 'it was due twice since the last check' }],
    [{ kind: 'back', host: 'nightly', lines: [], since: '2026-11-28T12:30:00.000Z' }],
  ]);
  expect(got[0]?.body['text']).toBe(
    `Virtfleet drift ${file}: 1 overdue\n\`\`\`\nOVERDUE nightly\n  it was due twice since the last check\n\`\`\``,
  );
});
