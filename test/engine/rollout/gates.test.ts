import { expect, it } from 'vitest';
import { assert } from '../../../src/modules/assert.ts';
import { command } from '../../../src/modules/command.ts';
import type { AnyModule } from '../../../src/modules/module.ts';
import type { Probe } from '../../../src/plan/probe.ts';
import type { HostTree } from '../../../src/playbook/resolve/resolved-play.ts';
import { task } from '../task.ts';
import { disturbing, waved } from './waved.ts';

const HOSTS = ['hv01', 'hv02', 'hv03'];
const IN_WAVES = { inWaves: { canaries: [] } };
const disturbs = (_: string, folder: string) => [disturbing(folder, 'link')];

/** A command on the host that changes nothing. */
function looks(script: string): HostTree {
  const desired = command.args.parse({ argv: ['sh', '-c', script] });
  return task(command as AnyModule, desired, { name: 'looks', changedWhen: false });
}

it('verify is done on the hosts of each wave, behind it', async () => {
  const { log } = await waved(HOSTS, [
    {
      said: { ...IN_WAVES, gates: {} },
      tasks: disturbs,
      verify: (_, folder) => [looks(`grep -q x ${folder}/file`)],
    },
  ]);
  expect(log).toEqual([
    'canary: hv01 | 5 %: hv02 | rest: hv03',
    ...HOSTS.flatMap((host, index) => [
      `wave ${index + 1} begins: ${host}`,
      `${host} changed`,
      `wave ${index + 1} ends; failed: `,
      `${host} ok looks`,
      `verify behind wave ${index + 1}: passed`,
    ]),
  ]);
});

it('a host that does not pass it stops the rollout, and the plays behind', async () => {
  const { log, notStarted } = await waved(HOSTS, [
    { said: { ...IN_WAVES, gates: {} }, tasks: disturbs, verify: () => [looks('false')] },
    { tasks: (_, folder) => [disturbing(folder, 'none', { name: 'later' })] },
  ]);
  const why = 'The verify after wave 1 of 3 (canary) of play "play 1" failed on hv01.';
  expect(log.slice(4)).toEqual([
    'hv01 failed looks',
    'verify behind wave 1: hv01: Task "looks" failed on this host.',
    `stopped behind wave 1: ${why}`,
  ]);
  expect(notStarted).toEqual({ hv01: why, hv02: why, hv03: why });
});

it('a play that may fail on a host goes on without the one that does not pass, and stops at the second', async () => {
  const { log, notStarted } = await waved(HOSTS, [
    {
      said: { ...IN_WAVES, gates: {}, budget: { hosts: 1 } },
      tasks: disturbs,
      verify: (host) => [looks(host === 'hv03' ? 'true' : 'false')],
    },
    { tasks: (_, folder) => [disturbing(folder, 'none', { name: 'later' })] },
  ]);
  const why = (wave: string, host: string) =>
    `The verify after wave ${wave} of play "play 1" failed on ${host}.`;
  expect(log.filter((line) => /^verify|begins/.test(line))).toEqual([
    'wave 1 begins: hv01',
    'verify behind wave 1: hv01: Task "looks" failed on this host.',
    'wave 2 begins: hv02',
    'verify behind wave 2: hv02: Task "looks" failed on this host.',
  ]);
  const second = `${why('2 of 3 (5 %)', 'hv02')} Play "play 1" failed on 2 of its 3 hosts, more than it allows.`;
  expect(log.at(-1)).toBe(`stopped behind wave 2: ${second}`);
  expect(notStarted).toEqual({ hv01: why('1 of 3 (canary)', 'hv01'), hv02: second, hv03: second });
});

it('a host that is not as the play left it stops the rollout, however many may fail', async () => {
  const { log } = await waved(HOSTS, [
    {
      said: { ...IN_WAVES, gates: { soak: 10 }, budget: { hosts: 3 } },
      tasks: disturbs,
      verify: (_, folder) => [looks(`echo broken >${folder}/file`)],
    },
  ]);
  expect(log.at(-1)).toBe(
    'stopped behind wave 1: The drift check after wave 1 of 3 (canary) of play "play 1" failed on hv01.',
  );
});

it('where something is asked, whatever a play changes comes in waves, the last of which is asked, too', async () => {
  const { log } = await waved(
    ['hv01'],
    [
      {
        said: { ...IN_WAVES, gates: {} },
        tasks: (_, folder) => [disturbing(folder, 'none')],
        verify: () => [
          task(assert as AnyModule, assert.args.parse({ that: ['false'] }), { name: 'asserts' }),
        ],
      },
    ],
  );
  expect(log.slice(0, 2)).toEqual(['canary: hv01', 'wave 1 begins: hv01']);
  expect(log.at(-1)).toBe(
    'stopped behind wave 1: The verify after wave 1 of 1 (canary) of play "play 1" failed on hv01.',
  );
});

it('what is all at once is asked once', async () => {
  const { log } = await waved(HOSTS, [
    { said: { gates: {} }, tasks: disturbs, verify: () => [looks('true')] },
  ]);
  expect(log[0]).toBe('all: hv01 hv02 hv03');
  expect(log.filter((line) => line.endsWith('ok looks'))).toHaveLength(3);
  expect(log.at(-1)).toBe('verify behind wave 1: passed');
});

it('a task of verify that runs once does so for each wave', async () => {
  const once = (host: string): HostTree => {
    const about = { kind: 'once' as const, order: [0], name: 'once', batch: HOSTS, sets: [] };
    const own = looks('true');
    if (host === HOSTS[0]) return { ...about, tasks: [own] };
    const head = { play: 'play', name: 'looks', module: 'command', place: { file: 'p', line: 1, column: 1 } };
    const rest = { needs: [], settable: new Set<string>(), sets: [], settle: () => [own] };
    return { ...about, tasks: [], instead: { ...head, kind: 'pending', ...rest } };
  };
  const { log } = await waved(HOSTS, [
    {
      said: { batches: [['hv01', 'hv02'], ['hv03']], gates: {} },
      tasks: disturbs,
      verify: (host) => [once(host)],
    },
  ]);
  expect(log.filter((line) => line.endsWith('ok looks'))).toEqual(['hv01 ok looks', 'hv03 ok looks']);
});

it('after the soak time the hosts are looked at again; one that is not as the play left it stops the rollout', async () => {
  const { log } = await waved(HOSTS, [
    {
      said: { ...IN_WAVES, gates: { soak: 50 } },
      tasks: disturbs,
      // The first look passes and breaks what the second one finds.
      verify: (_, folder) => [looks(`echo broken >${folder}/file`)],
    },
  ]);
  expect(log.slice(4, 7)).toEqual([
    'hv01 ok looks',
    'verify behind wave 1: passed',
    'soak behind wave 1: passed',
  ]);
  expect(log[7]).toBe('hv01 failed drift check');
  expect(log[8]).toMatch(/^drift behind wave 1: hv01: Not as the play has left it:\nfile: file$/);
  expect(log.at(-1)).toBe(
    'stopped behind wave 1: The drift check after wave 1 of 3 (canary) of play "play 1" failed on hv01.',
  );
});

it('there is no soak time behind the last wave', async () => {
  const { log } = await waved(
    ['hv01'],
    [{ said: { ...IN_WAVES, gates: { soak: 1_000_000 } }, tasks: disturbs }],
  );
  expect(log.at(-1)).toBe('wave 1 ends; failed: ');
});

it('an interruption ends the soak time, and nothing begins behind it', async () => {
  const stop = new AbortController();
  const cut = new AbortController();
  const ended = waved(
    HOSTS,
    [
      {
        said: { ...IN_WAVES, gates: { soak: 1_000_000 } },
        tasks: disturbs,
        verify: () => [looks('true')],
      },
    ],
    {
      interrupts: { signal: stop.signal, cut: cut.signal },
      onEvent: ({ type, ...news }) => {
        if (type === 'gate-started' && 'gate' in news && news.gate === 'soak') stop.abort();
      },
    },
  );
  const { log, notStarted } = await ended;
  expect(log.at(-1)).toBe('soak behind wave 1: The run was interrupted before it.');
  expect(notStarted).toEqual({
    hv02: 'The run was interrupted before it.',
    hv03: 'The run was interrupted before it.',
  });
});

it('guests that changes have met are to be connected as before', async () => {
  const links: Probe<string> = {
    key: 'links',
    ask: { kind: 'script', script: 'cat /tmp/never 2>/dev/null; echo connected', args: [] },
    parse: ([answer]) => `${answer?.stdout ?? ''}`.trim(),
    volatile: true,
  };
  let reads = 0;
  const { log } = await waved(
    HOSTS,
    [
      {
        tasks: (_, folder) => [
          disturbing(folder, 'link', { guests: [{ guest: 'vm1', mac: '52:54:00:00:00:01' }] }),
        ],
      },
    ],
    {
      links: {
        probes: { links },
        of: () => {
          reads += 1;
          const fault = reads % 2 === 0 && { fault: 'vnet0 is on no bridge' };
          return [{ guest: 'vm1', mac: '52:54:00:00:00:01', hasLease: false, ...fault }];
        },
      },
    },
  );
  expect(log.slice(3, 6)).toEqual([
    'hv01 failed check of guests',
    'wave 1 ends; failed: ',
    'guests behind wave 1: hv01: Not connected as before: guest vm1 (52:54:00:00:00:01): vnet0 is on no bridge.',
  ]);
  expect(log.at(-1)).toBe(
    'stopped behind wave 1: The check of guests after wave 1 of 3 (canary) of play "play 1" failed on hv01.',
  );
});
