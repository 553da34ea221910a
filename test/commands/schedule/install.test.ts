import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../project.ts';
import { oneCheck, scheduled } from './projects.ts';

/** A schedule and a systemctl that writes down what it is told; it ends with `status`. */
function withSystemd(status = 0) {
  const bin = project({
    systemctl: `#!/bin/sh\necho "$*" >> "$LOG"\n[ ${status} = 0 ] || echo broken >&2\nexit ${status}\n`,
    log: '',
  });
  chmodSync(join(bin, 'systemctl'), 0o755);
  const { folder, asked } = scheduled(oneCheck('every: 1h', 'jitter: 5m'));
  const env = { PATH: `${bin}:/usr/bin:/bin`, LOG: join(bin, 'log'), XDG_CONFIG_HOME: join(bin, 'config') };
  const local = { home: bin, user: 'alice', uid: 1000, env };
  return {
    folder,
    units: join(bin, 'config/systemd/user'),
    told: () => readFileSync(join(bin, 'log'), 'utf8'),
    asked: (...words: string[]) => asked(...words, { local }),
  };
}

describe('install --user', () => {
  it('shows and writes the units and starts the timer; remove takes all back', async () => {
    const { folder, units, told, asked } = withSystemd();
    const { code, out, err } = await asked('install', 'nightly', '--user');
    expect([code, err]).toEqual([0, '']);
    const texts = ['timer', 'service'].map((kind) =>
      readFileSync(join(units, `virtfleet-nightly.${kind}`), 'utf8'),
    );
    for (const text of texts) {
      expect(text).toMatch(
        /^# Written by virtfleet schedule install for nightly of \/.*schedule\.yaml, [0-9a-f]{16}\n/,
      );
      expect(out).toContain(text.replaceAll(`${folder}/`, ''));
    }
    expect(told()).toBe('--user daemon-reload\n--user enable --now virtfleet-nightly.timer\n');
    // Also of a check that is not in the schedule any more.
    rmSync(join(folder, 'schedule.yaml'));
    expect((await asked('remove', 'nightly', '--user')).code).toBe(0);
    expect(existsSync(join(units, 'virtfleet-nightly.timer'))).toBe(false);
    expect(existsSync(join(units, 'virtfleet-nightly.service'))).toBe(false);
    expect(told().split('\n').slice(2)).toEqual([
      '--user disable --now virtfleet-nightly.timer',
      '--user daemon-reload',
      '',
    ]);
    const again = await asked('remove', 'nightly', '--user');
    expect(again.err).toBe('virtfleet schedule: nightly is not installed with --form systemd.\n');
  });

  it('writes over what it wrote, and with --check nothing', async () => {
    const { folder, units, told, asked } = withSystemd();
    const { code, out } = await asked('install', 'nightly', '--user', '--check');
    expect([code, existsSync(units), told()]).toEqual([0, false, '']);
    expect(out).toMatch(
      /\n\nNothing was changed\.\n {4}systemctl --user daemon-reload\n {4}systemctl --user enable/,
    );
    await asked('install', 'nightly', '--user');
    writeFileSync(join(folder, 'schedule.yaml'), oneCheck('every: 6h'));
    expect((await asked('install', 'nightly', '--user')).code).toBe(0);
    const timer = readFileSync(join(units, 'virtfleet-nightly.timer'), 'utf8');
    expect(timer).toContain('OnCalendar=*-*-* 0/6:0:00\nPersistent=yes\n');
  });

  it.each([
    ['Virtfleet did not write it.', () => '[Timer]\n'],
    ['it was edited since Virtfleet wrote it.', (text: string) => text.replace('300', '0')],
    [
      'it is for nightly of /other/schedule.yaml.',
      (text: string) => text.replace(/nightly of .*?,/, 'nightly of /other/schedule.yaml,'),
    ],
  ])('leaves a file as it is: %s', async (why, change) => {
    const { units, asked } = withSystemd();
    await asked('install', 'nightly', '--user');
    const path = join(units, 'virtfleet-nightly.timer');
    const text = change(readFileSync(path, 'utf8'));
    writeFileSync(path, text);
    for (const action of ['install', 'remove']) {
      const { code, out, err } = await asked(action, 'nightly', '--user');
      expect([code, out]).toEqual([1, '']);
      expect(err).toBe(`virtfleet schedule: nothing was changed. ${path} is left as it is, because ${why}\n`);
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('says what systemd said', async () => {
    const { asked } = withSystemd(1);
    const { code, err } = await asked('install', 'nightly', '--user');
    expect([code, err]).toEqual([1, 'virtfleet schedule: systemctl --user daemon-reload failed: broken\n']);
  });
});

it('systemd gets secrets to hand over, but no program that prints one', async () => {
  const { folder, asked } = scheduled(
    oneCheck('every: 1h', 'private-key: key', 'vault-password-file: [print-it, pass]'),
  );
  writeFileSync(join(folder, 'print-it'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(folder, 'pass'), 'x\n', { mode: 0o600 });
  const { out } = await asked('print', 'nightly', '--run-as', 'alice');
  expect(out.split('\n').filter((line) => line.startsWith('LoadCredential'))).toEqual([
    expect.stringMatching(/^LoadCredential=key-[0-9a-f]{8}:key$/),
    expect.stringMatching(/^LoadCredential=pass-[0-9a-f]{8}:pass$/),
  ]);
});

it.each([
  ['systemd', String.raw`private-key: "k\nExecStartPre=+/bin/x"`, String.raw`"k\nExecStartPre=+/bin/x"`],
  ['systemd', String.raw`private-key: 'k\'`, String.raw`"k\\"`],
  ['cron', String.raw`reports: { html: "a\n* * * * * root x" }`, String.raw`"a\n* * * * * root x"`],
  ['github', 'notify: "$A }} x"', '"A }} x"'],
])('%s: no more lines come of %s', async (form, line, bad) => {
  const { asked } = scheduled(oneCheck('every: 1h', line));
  expect(await asked('print', 'nightly', '--run-as', 'alice', '--form', form)).toEqual({
    code: 1,
    out: '',
    err: `virtfleet schedule: what starts nightly cannot have ${bad} in it: write another name.\n`,
  });
});

it('a workflow is installed beside the schedule', async () => {
  const { folder, asked } = scheduled(oneCheck('every: 1h'));
  expect((await asked('install', 'nightly', '--form', 'github')).code).toBe(0);
  expect(readFileSync(join(folder, '.github/workflows/virtfleet-nightly.yml'), 'utf8')).toMatch(
    /^# Written by virtfleet schedule install for nightly of .*\nname: virtfleet-nightly\n/,
  );
});

it.each([
  [
    ['install', 'nightly', '--form', 'gitlab'],
    '--form gitlab can only be printed: put it where your CI or cluster reads it.',
  ],
  [['print', 'nightly', '--form', 'cron', '--user'], '--user belongs to --form systemd.'],
  [
    ['print', 'nightly', '--user', '--run-as', 'x'],
    '--user and --run-as are two ways to say who runs it: leave out one of them.',
  ],
  [
    ['print', 'nightly', '--form', 'kubernetes'],
    'kubernetes cannot start nightly: add --image IMAGE, with the project as its working directory.',
  ],
])('%j is refused', async (words, says) => {
  const { asked } = scheduled(oneCheck('every: 1h'));
  expect(await asked(...words)).toEqual({ code: 1, out: '', err: `virtfleet schedule: ${says}\n` });
});

it.each([
  [
    'reports: { html: x.html }',
    'systemd',
    'a user that systemd makes for the check would not do, since it can write below /var/lib/virtfleet only, not x.html: add --run-as USER, or --user.',
  ],
  [
    'notify: $HOOK',
    'cron',
    'it would have to hold the secret of notify in clear: write it into a file, and name @FILE.',
  ],
  ['timezone: Asia/Tokyo', 'cron', 'most crons know no time zones: leave timezone out, or use systemd.'],
  ['timezone: Asia/Tokyo', 'github', 'its clock is UTC: leave timezone out, or write UTC.'],
])('a check with %s is nothing for %s', async (line, form, says) => {
  const { asked } = scheduled(oneCheck('every: 1h', line.replace('html: x.html', 'json: x.html')));
  const { code, out, err } = await asked('print', 'nightly', '--form', form);
  expect([code, out]).toEqual([1, '']);
  expect(err).toBe(`virtfleet schedule: ${form} cannot start nightly: ${says}\n`);
});
