import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NIGHTLY, sampled } from '../sampled.ts';
import {
  all,
  argv,
  decided,
  expectReverted,
  folder,
  HOSTS,
  hostsOf,
  lab,
  play,
  run,
  settled,
  snapshot,
  untilChanged,
} from './guarded.ts';
import { KIND, RELEASES } from './releases.ts';

beforeAll(() => lab.up({ hosts: 2, releases: RELEASES, ...KIND }));
afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const host of HOSTS) await lab.onHost(host, 'rm -rf /var/lib/virtfleet');
});

/** Starts a guarded change whose steps are done and which nothing confirms, and kills its client. */
async function abandoned(timeout: number): Promise<void> {
  const killer = new AbortController();
  const path = play({ timeout, confirm: '{ addresses: [10.77.250.250] }' });
  const running = lab
    .exec(argv(path), { signal: killer.signal, killSignal: 'SIGKILL' })
    .catch(() => undefined);
  await all(untilChanged);
  killer.abort();
  await running;
}

it('a change that does not come to what the task wants is rolled back, although a connection comes in', async () => {
  const folder = '/etc/systemd/network/10-netplan-br0.network.d';
  const more = `mkdir -p ${folder} && printf '[Network]\\nAddress=10.99.0.9/24\\n' >${folder}/more.conf`;
  await all((host) => lab.onHost(host, more));
  try {
    await expectReverted(
      play({ timeout: 60, confirm: '{}' }),
      'after its steps this still differs: addresses of br0',
    );
  } finally {
    await all((host) => lab.onHost(host, `rm -r ${folder}`));
  }
});

it.runIf(NIGHTLY)(
  'what many tasks wrote, and nothing has read yet, goes with the change that is rolled back',
  async () => {
    const path = join(folder, 'many.yaml');
    const names = Array.from({ length: 24 }, (_, index) => `/etc/netplan/99-many-${index}.yaml`);
    const copy = { dest: '{{ item }}', content: 'network: { version: 2 }', mode: '0600' };
    const tasks = [
      { copy, loop: names },
      { command: { argv: ['false'] }, guard: true },
    ];
    writeFileSync(path, JSON.stringify([{ hosts: HOSTS.join(','), serial: 2, disruption: 'link', tasks }]));
    const before = await all(snapshot);
    const ended = await run(path);
    expect(hostsOf('reverted', ended.stdout)).toEqual(HOSTS);
    expect(await all(snapshot)).toEqual(before);
  },
);

it.runIf(NIGHTLY)(
  'failed_when decides whether a guarded command is kept, and environment reaches it',
  async () => {
    const path = join(folder, 'judged.yaml');
    const shell = 'echo "$MARK" >/etc/judged; echo "wrong $MARK" >&2; exit 3';
    const failed = (verdict: unknown) => {
      const tasks = [
        { shell, environment: { MARK: 'here' }, guard: true, failed_when: verdict, register: 'came' },
        { assert: { that: ['came.rc == 3', 'came.stderr == "wrong here"'] } },
      ];
      writeFileSync(
        path,
        JSON.stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', disruption: 'link', tasks }]),
      );
    };
    failed('came.rc not in [0, 3]');
    const kept = await run(path);
    expect({ code: kept.code, changed: hostsOf('changed', kept.stdout) }).toEqual({
      code: 0,
      changed: HOSTS,
    });
    expect(await all(async (host) => (await lab.onHost(host, 'cat /etc/judged')).stdout)).toEqual([
      'here\n',
      'here\n',
    ]);
    await all((host) => lab.onHost(host, 'rm -r /etc/judged /var/lib/virtfleet'));
    failed('"wrong" in came.stderr');
    await expectReverted(path, 'it ended with status 3, which failed_when calls a failure');
    await all((host) => lab.onHost(host, 'rm /etc/judged'));
  },
);

describe('a run that meets the guarded change of a client that was killed', () => {
  const said = (text: string) => text.replaceAll(/\s+/g, ' ');

  const LOOKS = [
    ['a check', ['--check'], 'run', 0, /would change: \[hv01, hv02\]/],
    ['a drift', [], 'drift', 3, /2 of 2 hosts differ: /],
  ] as const;

  it.each(sampled(LOOKS, 1))(
    'is %s that says so, and tells of the host afterwards',
    async (_, words, command, code, differs) => {
      const before = await all(snapshot);
      await abandoned(12);
      const inventory = ['-i', lab.paths.inventory];
      const ended = await lab.exec(['node', 'dist/cli.js', command, play(), ...inventory, ...words]);
      expect(said(ended.stdout)).toMatch(
        /A guarded change of another run was not confirmed: "bridge" of \S+@/,
      );
      expect(ended.stdout).toMatch(differs);
      expect(ended.code).toBe(code);
      expect(await all(decided)).toEqual(HOSTS.map(() => 'reverted\n'));
      expect(await all(snapshot)).toEqual(before);
    },
  );

  it('or a run, which then makes the change', async () => {
    await abandoned(12);
    const ended = await run(play({ confirm: '{}', timeout: 30 }));
    expect(said(ended.stdout)).toContain('A guarded change of another run was not confirmed');
    expect(hostsOf('changed', ended.stdout)).toEqual(HOSTS);
    expect(ended.code).toBe(0);
    await run(play({ confirm: '{}', timeout: 30, more: 'state: absent' }));
  });
});

describe('what a guarded change leaves on the host', () => {
  const FOLDERS = 'cd /var/lib/virtfleet && stat -c "%n %a" . * | sort';
  const UNITS =
    "systemctl list-units --all --no-legend 'virtfleet-*' | grep -v '^ *run-'; ls /etc/systemd/system/*virtfleet* 2>/dev/null";

  it.runIf(NIGHTLY)(
    'can be read by all who may, and nobody else, also where it was made otherwise before',
    async () => {
      await all((host) => lab.onHost(host, 'mkdir -m 700 /var/lib/virtfleet'));
      expect((await run(play({ confirm: '{}', timeout: 30 }))).code).toBe(0);
      expect((await run(play({ confirm: '{}', timeout: 30, more: 'state: absent' }))).code).toBe(0);
      for (const host of HOSTS)
        expect((await lab.onHost(host, FOLDERS)).stdout).toBe(
          '. 755\napplied 755\napplying 755\nbackups 700\nguards 755\nruns 700\ntaken-over 700\n',
        );
    },
  );

  const ENDS = [
    ['confirmed', '{}'],
    ['rolled back', '{ addresses: [10.77.250.250] }'],
  ] as const;

  it.each(sampled(ENDS, 1))('is no unit that systemd knows, once it is %s', async (_, confirm) => {
    // Somebody has systemd read its units while the change is guarded.
    await run(play({ confirm, timeout: 8 }));
    await all(settled);
    for (const host of HOSTS) expect((await lab.onHost(host, UNITS)).stdout).toBe('');
    if (confirm === '{}') await run(play({ confirm, timeout: 30, more: 'state: absent' }));
  });
});
