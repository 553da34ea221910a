import { expect, it } from 'vitest';
import type { Disruption } from '../../../src/plan/change.ts';
import type { HostTree } from '../../../src/playbook/resolve/resolved-play.ts';
import { disturbing, waved } from './waved.ts';

const HOSTS = ['hv01', 'hv02', 'hv03', 'hv04'];

/** A play that disturbs this much, and fails on some hosts. */
function play(disruption: Disruption, failing: readonly string[] = []) {
  return {
    tasks: (host: string, folder: string) => [
      disturbing(folder, disruption, { fails: failing.includes(host) }),
    ],
  };
}

it('a play that disturbs begins with a canary', async () => {
  const { log } = await waved(HOSTS, [play('link')]);
  expect(log).toEqual([
    'canary: hv01 | 5 %: hv02 | rest: hv03 hv04',
    'wave 1 begins: hv01',
    'hv01 changed',
    'wave 1 ends; failed: ',
    'wave 2 begins: hv02',
    'hv02 changed',
    'wave 2 ends; failed: ',
    'wave 3 begins: hv03 hv04',
    expect.stringMatching(/^hv0[34] changed$/),
    expect.stringMatching(/^hv0[34] changed$/),
    'wave 3 ends; failed: ',
  ]);
});

it('hosts on which nothing is disturbed wait for nobody', async () => {
  const { log } = await waved(HOSTS, [
    {
      tasks: (host, folder) => [disturbing(folder, host === 'hv03' || host === 'hv04' ? 'service' : 'none')],
    },
  ]);
  expect(log.filter((line) => !/^hv0[12]/.test(line))).toEqual([
    'canary: hv03 | rest: hv04',
    'wave 1 begins: hv03',
    'hv03 changed',
    'wave 1 ends; failed: ',
    'wave 2 begins: hv04',
    'hv04 changed',
    'wave 2 ends; failed: ',
  ]);
  expect(log.filter((line) => /^hv0[12]/.test(line)).toSorted()).toEqual(['hv01 changed', 'hv02 changed']);
});

it.each([
  ['without an impact', play('none')],
  ['with rollout: all-at-once', { ...play('link'), said: {} }],
])('a play %s has no waves', async (_, all) => {
  const { log } = await waved(HOSTS, [all]);
  expect(log.toSorted()).toEqual(HOSTS.map((host) => `${host} changed`));
});

it('a canary that fails stops the rollout, and the plays behind', async () => {
  const { log, notStarted } = await waved(HOSTS, [play('link', ['hv01']), play('none')]);
  const why = '1 of 1 hosts of wave 1 of 3 (canary) of play "play 1" failed; no further wave begins.';
  expect(log).toEqual([
    'canary: hv01 | 5 %: hv02 | rest: hv03 hv04',
    'wave 1 begins: hv01',
    'hv01 failed',
    'wave 1 ends; failed: hv01',
    `stopped behind wave 1: ${why}`,
  ]);
  expect(notStarted).toEqual({
    hv01: 'Task "file" failed on this host.',
    ...{ hv02: why, hv03: why, hv04: why },
  });
});

it('in the last wave a failure stops nothing', async () => {
  const { log } = await waved(HOSTS, [play('link', ['hv03']), play('none')]);
  expect(log).toContain('wave 3 ends; failed: hv03');
  expect(log.filter((line) => line.startsWith('stopped'))).toEqual([]);
});

it('a budget that is written counts instead, over the whole play', async () => {
  const inWaves = { canaries: [] };
  const within = await waved(HOSTS, [{ ...play('link', ['hv01']), said: { inWaves, budget: { hosts: 1 } } }]);
  expect(within.log.at(-1)).toBe('wave 3 ends; failed: ');
  const over = await waved(HOSTS, [
    { ...play('link', ['hv01', 'hv02']), said: { inWaves, budget: { hosts: 1 } } },
  ]);
  const why = 'Play "play 1" failed on 2 of its 4 hosts, more than it allows.';
  expect(over.log.at(-1)).toBe(`stopped behind wave 2: ${why}`);
  expect(over.notStarted).toMatchObject({ hv03: why, hv04: why });
});

it('inside a wave no further host begins once the budget is exceeded', async () => {
  const { log, notStarted } = await waved(
    HOSTS,
    [{ ...play('none', ['hv02']), said: { budget: { hosts: 0 } } }],
    { forks: 1 },
  );
  expect(log).toEqual(['hv01 changed', 'hv02 failed']);
  const why = 'Play "play 1" failed on 1 of its 4 hosts, more than it allows.';
  expect(notStarted).toMatchObject({ hv03: why, hv04: why });
});

it('budgets count over batches of serial, and a batch that fails altogether ends the run', async () => {
  const batches = [
    ['hv01', 'hv02'],
    ['hv03', 'hv04'],
  ];
  const { log } = await waved(HOSTS, [
    { ...play('link', ['hv01', 'hv03']), said: { batches, budget: { hosts: 1 } } },
  ]);
  expect(log[0]).toBe('batch 1 of 2: hv01 hv02 | batch 2 of 2: hv03 hv04');
  expect(log.at(-1)).toBe(
    'stopped behind wave 2: Play "play 1" failed on 2 of its 4 hosts, more than it allows.',
  );
  const whole = await waved(HOSTS, [{ ...play('link', ['hv01', 'hv02']), said: { batches } }]);
  expect(whole.log.at(-1)).toBe(
    'stopped behind wave 1: Batch 1 of 2 of play "play 1" failed on all of its hosts.',
  );
});

it('a host that an earlier play ended counts for nothing in the next', async () => {
  const { log } = await waved(HOSTS, [
    play('none', ['hv02']),
    { ...play('none'), said: { budget: { hosts: 0 } } },
  ]);
  expect(log.toSorted()).toEqual([
    ...['hv01 changed', 'hv01 ok', 'hv02 failed', 'hv03 changed', 'hv03 ok', 'hv04 changed', 'hv04 ok'],
  ]);
});

it('check mode says which hosts would be in which wave, and those alone that would take part', async () => {
  const { log } = await waved(HOSTS, [play('link')], { mode: 'check' });
  expect(log.at(-1)).toBe('canary: hv01 | 5 %: hv02 | rest: hv03 hv04');
  const tasks = (host: string, folder: string) => [
    disturbing(folder, 'link', { consent: host === 'hv01' ? 'service' : 'link' }),
  ];
  expect((await waved(HOSTS, [{ tasks }], { mode: 'check' })).log.at(-1)).toBe(
    'canary: hv02 | 5 %: hv03 | rest: hv04',
  );
});

it('waves that an earlier run has behind it come not again, and check mode says so', async () => {
  const passed = new Map([['play 1', ['canary']]]);
  const waves = '5 %: hv01 hv02 | rest: hv03 hv04';
  expect((await waved(HOSTS, [play('link')], { mode: 'check', passed })).log.at(-1)).toBe(waves);
  expect((await waved(HOSTS, [play('link')], { passed })).log[0]).toBe(waves);
});

it('fewer forks than hosts make the same waves', async () => {
  const { log } = await waved(HOSTS, [play('link')], { forks: 1 });
  expect(log.filter((line) => line.startsWith('wave'))).toHaveLength(6);
});

/** A task that runs once, which disturbs; the first host does it, others in its place. */
function once(host: string, folder: string): HostTree[] {
  const own = disturbing(folder, 'link', { name: 'for all' });
  const about = { kind: 'once' as const, order: [0], name: 'once', batch: HOSTS, sets: [] };
  if (host === HOSTS[0]) return [{ ...about, tasks: [own] }];
  const head = { play: 'play', name: 'file', module: 'file-test', place: { file: 'p', line: 1, column: 1 } };
  const rest = { needs: [], settable: new Set<string>(), sets: [], settle: () => [own] };
  return [{ ...about, tasks: [], instead: { ...head, kind: 'pending', ...rest } }];
}

it('who does for all what disturbs is a canary, and no other host does it', async () => {
  const { log } = await waved(HOSTS, [
    {
      tasks: (host, folder) => [
        ...once(host, folder),
        disturbing(folder, host === 'hv04' ? 'none' : 'service'),
      ],
    },
  ]);
  expect(log.filter((line) => !line.startsWith('hv04'))).toEqual([
    'canary: hv01 hv02 | rest: hv03',
    'wave 1 begins: hv01 hv02',
    'hv01 changed for all',
    expect.stringMatching(/^hv0[12] changed$/),
    expect.stringMatching(/^hv0[12] changed$/),
    'wave 1 ends; failed: ',
    'wave 2 begins: hv03',
    'hv03 changed',
    'wave 2 ends; failed: ',
  ]);
  // It has waited for the others at the task before its own.
  expect(log.indexOf('hv04 changed')).toBeGreaterThan(log.indexOf('hv01 changed for all'));
});

it('nor have those of a play that one of them ends', async () => {
  const { log } = await waved(HOSTS, [
    {
      tasks: (host, folder) => [
        disturbing(folder, 'link'),
        { kind: 'end_play', order: [1], isAsked: host === 'hv02' },
        disturbing(folder, 'none', { name: 'never' }),
      ],
    },
  ]);
  expect(log.toSorted()).toEqual(HOSTS.map((host) => `${host} changed`));
});

it('the waves of a saved plan are the same again', async () => {
  const saved = [
    { what: 'canary', hosts: ['hv04'] },
    { what: '5 %', hosts: ['hv09'] },
    { what: 'rest', hosts: ['hv02', 'hv01', 'hv03'] },
  ];
  const { log } = await waved(HOSTS, [{ ...play('link'), said: { inWaves: { canaries: [], saved } } }]);
  expect(log.filter((line) => !line.includes('changed'))).toEqual([
    'canary: hv04 | rest: hv02 hv01 hv03',
    'wave 1 begins: hv04',
    'wave 1 ends; failed: ',
    'wave 2 begins: hv02 hv01 hv03',
    'wave 2 ends; failed: ',
  ]);
});

it('where hosts go in step, none begins with a task before all have ended the one before it', async () => {
  const tasks = (host: string, folder: string): HostTree[] =>
    ['one', 'two'].map((name, index) => ({
      ...disturbing(folder, 'none', { name: `${name} ${host}` }),
      order: [index],
    }));
  const { log } = await waved(HOSTS, [{ tasks, said: { isLinear: true } }]);
  const which = log.map((line) => line.split(' ')[2]);
  expect(which).toEqual([...HOSTS.map(() => 'one'), ...HOSTS.map(() => 'two')]);
});

it('throttle bounds how many hosts do a task at the same time', async () => {
  let [at, most] = [0, 0];
  const { log } = await waved(
    HOSTS,
    [{ tasks: (_, folder) => [{ ...disturbing(folder, 'none'), throttle: 1 }], said: {} }],
    {
      onEvent: ({ type }) => {
        if (type === 'task-started') at += 1;
        if (type === 'task-ended') at -= 1;
        most = Math.max(most, at);
      },
    },
  );
  expect(log).toHaveLength(4);
  // What has ended is told while the next one begins already.
  expect(most).toBeLessThanOrEqual(2);
});
