import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CHECK_OPTIONS,
  driftOptions,
  secretsOf,
  variablesOf,
} from '../../../src/commands/schedule/check-options.ts';
import { readSchedule } from '../../../src/commands/schedule/schedule-file.ts';
import { ProblemError } from '../../../src/problem.ts';
import { project } from '../project.ts';
import { oneCheck } from './projects.ts';

const read = (text: string) => readSchedule(join(project({ 'schedule.yaml': text }), 'schedule.yaml'));

/** What is wrong: line, column and detail. */
function faults(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ProblemError)
      return error.problems.map(
        ({ place, detail, hint }) => `${place?.line}:${place?.column} ${detail}${hint ? ` ${hint}` : ''}`,
      );
    throw error;
  }
  return [];
}

it('a check is read with what is usual', () => {
  const { checks, blackouts, history, folder, project: name } = read(oneCheck('every: 1h'));
  expect([name, history, blackouts]).toEqual([folder, undefined, []]);
  expect([...checks]).toEqual([
    [
      'nightly',
      {
        ...{ playbooks: ['site.yaml'], cron: '0 * * * *', timezone: undefined, jitter: 0 },
        ...{ maxAge: undefined, maxDuration: 3_600_000, reports: {}, options: { inventory: ['inventory/'] } },
        job: { kind: 'drift', shard: 50, catchesUp: true, pauseAfter: undefined },
      },
    ],
  ]);
});

it('everything that can be said of a check and of blackouts is read', () => {
  const text = `project: nets
history: postgres://history/virtfleet
checks:
  weekly:
    playbook: [site.yaml, guests.yaml]
    cron: "0 4 * * 0"
    timezone: Europe/Berlin
    jitter: 5m
    max-age: 8d
    max-duration: 90m
    forks: 5
    become: true
    tags: [net, dns]
    reports: { prometheus: x.prom }
    command: audit
    shard: 20
    catch-up: false
    pause-after: 3
regions: { fra: site-a }
blackouts:
  - { hosts: site-a, from: Sat 22:00, to: Sun 04:00, timezone: Europe/Berlin, reason: power }
`;
  const { checks, blackouts, history, project: name, regions } = read(text);
  expect([name, history]).toEqual(['nets', 'postgres://history/virtfleet']);
  expect([...regions]).toEqual([['fra', 'site-a']]);
  expect(checks.get('weekly')).toEqual({
    ...{ playbooks: ['site.yaml', 'guests.yaml'], cron: '0 4 * * 0', timezone: 'Europe/Berlin' },
    ...{ jitter: 300_000, maxAge: 691_200_000, maxDuration: 5_400_000 },
    ...{ reports: { prometheus: 'x.prom' }, options: { forks: 5, become: true, tags: ['net', 'dns'] } },
    job: { kind: 'audit', shard: 20, catchesUp: false, pauseAfter: 3 },
  });
  expect(blackouts).toMatchObject([
    { hosts: 'site-a', from: 'Sat 22:00', to: 'Sun 04:00', timezone: 'Europe/Berlin', reason: 'power' },
  ]);
});

it('no key of a check means an option of drift and something else', () => {
  const own = ['playbook', 'every', 'cron', 'timezone', 'jitter', 'max-age', 'max-duration', 'reports'];
  expect(own.filter((key) => key in CHECK_OPTIONS)).toEqual([]);
});

describe('what is wrong is told with its place', () => {
  it.each([
    ['checks: []\n', ['1:9 checks: it is a map of checks by their names.']],
    ['{}\n', ['1:1 checks: it is a map of checks by their names.']],
    [oneCheck(), ['3:5 checks.nightly.every: a check has either every or cron.']],
    [
      oneCheck('every: 1h', 'cron: "* * * * *"'),
      ['5:12 checks.nightly.every: a check has either every or cron.'],
    ],
    [oneCheck('cron: "61 * * * *"'), ['5:11 checks.nightly.cron: Invalid value for minute: 61.']],
    [
      oneCheck('every: 7m'),
      ['5:12 checks.nightly.every: it is none of 15m, 6h, 1d, 1w and the like; see cron.'],
    ],
    [
      oneCheck('every: 0', 'max-age: 3'),
      [
        '5:12 checks.nightly.every: it is a time with a unit such as 15m, 6h or 1d, and not 0.',
        '6:14 checks.nightly.max-age: it is a time with a unit such as 90s, 5m or 3h, and not 3.',
      ],
    ],
    [
      oneCheck('every: 1h', 'timezone: Mars'),
      ['6:15 checks.nightly.timezone: there is no such time zone; one is Europe/Berlin.'],
    ],
    [
      oneCheck('every: 1h', 'jitter: soon', 'limitt: x'),
      [
        '6:13 checks.nightly.jitter: it is a time such as 90s, 5m, 3h, 8d or 2w.',
        '7:5 checks.nightly: there is no limitt. Did you mean `limit`?',
      ],
    ],
    [
      oneCheck('every: 1h', 'become: 1', 'forks: 0', 'limit: [a]', 'tags: { a: b }', 'fail-on: bad'),
      [
        '6:13 checks.nightly.become: it is true or false.',
        '7:12 checks.nightly.forks: -f, --forks <number> expects a number above 0, not "0".',
        '8:12 checks.nightly.limit: it is a text.',
        '9:11 checks.nightly.tags: it is a text, or a list of texts.',
        '10:14 checks.nightly.fail-on: --fail-on <findings> expects any, new or none, not "bad".',
      ],
    ],
    [
      'checks:\n  nightly:\n    playbok: x\n    every: 7m\nblackouts: {}\n',
      [
        '3:5 checks.nightly.playbook: it is missing, or neither a path nor a list of paths.',
        '3:5 checks.nightly: there is no playbok. Did you mean `playbook`?',
        '4:12 checks.nightly.every: it is none of 15m, 6h, 1d, 1w and the like; see cron.',
        '5:12 blackouts: it is a list of blackouts.',
      ],
    ],
    [
      `${oneCheck('every: 1h')}blackouts:\n  - { hosts: a, from: 22:00, to: 04:00 }\n`,
      ['7:5 blackouts.0.reason: it is missing.'],
    ],
    [
      `${oneCheck('every: 1h')}blackouts:\n  - { from: Saturday 22:00, to: 25:00 }\n`,
      [
        '7:5 blackouts.0.hosts: it is missing.',
        '7:5 blackouts.0.reason: it is missing.',
        '7:13 blackouts.0.from: Saturday 22:00 is none of 22:00, Sat 22:00 and 2026-12-24 22:00.',
        '7:33 blackouts.0.to: 25:00 is none of 22:00, Sat 22:00 and 2026-12-24 22:00.',
      ],
    ],
    [oneCheck('every: 1h', 'jitter: 2d'), ['6:13 checks.nightly.jitter: it is at most 1d.']],
    [oneCheck('every: 1h', 'max-duration: 30d'), ['6:19 checks.nightly.max-duration: it is at most 7d.']],
    ['project: "a\\0"\nchecks: {}\n', ['1:10 project: it is one line without control characters.']],
    [
      oneCheck('every: 1h', 'reports: { promethius: x }'),
      ['6:16 checks.nightly.reports: there is no promethius. Did you mean `prometheus`?'],
    ],
    [
      'checks:\n  My_check:\n    playbook: x\n    every: 1h\n',
      ['2:3 checks.My_check: a name has a to z, 0 to 9 and - inside, at most 40 characters.'],
    ],
    [
      `${oneCheck('every: 1h')}blackouts:\n  - { hosts: a, from: 22:00, to: Sun 04:00, reason: r, x: 1 }\n`,
      ['7:23 blackouts.0.from: 22:00 and Sun 04:00 are of two kinds.', '7:56 blackouts.0: there is no x.'],
    ],
    [
      `${oneCheck('every: 1h')}blackouts:\n  - { hosts: a, from: 22:00, to: Sun 04:00, reason: r }\n`,
      ['7:23 blackouts.0.from: 22:00 and Sun 04:00 are of two kinds.'],
    ],
  ])('%j', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('also that there is no schedule', () => {
    const folder = project({});
    expect(() => readSchedule(join(folder, 'schedule.yaml'))).toThrow(`There is no ${folder}/schedule.yaml.`);
  });
});

it('secrets are files and environment variables', () => {
  const options = {
    ...{ 'private-key': 'key', 'vault-password-file': ['pass'], 'vault-id': ['dev@dev', 'prod@prompt'] },
    notify: ['@slack', '$HOOK', 'https://example.org/x'],
  };
  expect([secretsOf(options), variablesOf(options)]).toEqual([['key', 'pass', 'dev', 'slack'], ['HOOK']]);
});

describe('the options of drift', () => {
  const at = (
    options: Record<string, unknown>,
    secretAt: (path: string) => string | undefined = () => undefined,
  ) => driftOptions(options, { junit: 'out/junit.xml' }, { folder: '/srv/nets', secretAt });

  it('have paths seen from the folder of the schedule', () => {
    const options = at({
      inventory: ['inventory/', 'hv01,hv02', '/etc/hosts.ini'],
      'private-key': '~/.ssh/id',
      'vault-id': ['dev@pass/dev', 'prod@prompt'],
      'extra-vars': ['@vars.yaml', 'a=b/c'],
      notify: ['@slack', '$HOOK', 'https://example.org/x'],
    });
    expect(options).toMatchObject({
      inventory: ['/srv/nets/inventory/', 'hv01,hv02', '/etc/hosts.ini'],
      privateKey: '~/.ssh/id',
      vaultIds: ['dev@/srv/nets/pass/dev', 'prod@prompt'],
      extraVars: ['@/srv/nets/vars.yaml', 'a=b/c'],
      notify: ['@/srv/nets/slack', '$HOOK', 'https://example.org/x'],
      ...{
        junit: '/srv/nets/out/junit.xml',
        failOn: 'any',
        quiet: false,
        connectTimeout: 10,
        history: undefined,
      },
    });
  });

  it('have secrets where they were handed over', () => {
    const handed = (path: string) => (path === 'slack' || path === 'key' ? `/run/c/${path}` : undefined);
    expect(at({ notify: ['@slack', '@other'], 'private-key': 'key' }, handed)).toMatchObject({
      notify: ['@/run/c/slack', '@/srv/nets/other'],
      privateKey: '/run/c/key',
    });
  });
});
