import { describe, expect, it } from 'vitest';
import { guest } from '../../src/modules/guest.ts';
import { current, mac, resting, runs, words } from './guest-case.ts';
import { trial } from './trial.ts';

describe('a guest that is as it should be', () => {
  it.each([
    [{ memory: 1024, vcpus: 1, autostart: false }, runs],
    [{ state: 'stopped', memory: 1024, networks: [{ network: 'default' }] }, resting],
    [{ state: 'absent' }, { exists: false }],
  ] as const)('%j needs nothing', (args, state) => {
    expect(trial(guest, { name: 'web', ...args } as never, current(state)).plan).toEqual({
      changes: [],
      ...(state.exists && { warnings: [] }),
    });
  });
});

describe('a guest that is there', () => {
  it.each([
    [{ state: 'running' }, resting, [['start']]],
    [{ state: 'paused' }, resting, [['start', '--paused']]],
    [{ state: 'paused' }, runs, [['suspend']]],
    [{ state: 'running' }, { ...runs, state: 'paused' }, [['resume']]],
    [{ state: 'stopped', force: true }, runs, [['destroy']]],
    [{ autostart: true }, runs, [['autostart']]],
    [{ autostart: false }, { ...runs, autostart: true }, [['autostart', '--disable']]],
    [
      { memory: 2048 },
      runs,
      [
        ['setmaxmem', '--size', '2097152', '--config'],
        ['setmem', '--size', '2097152', '--config'],
      ],
    ],
    [
      { vcpus: 4, state: 'stopped' },
      resting,
      [
        ['setvcpus', '--count', '4', '--config', '--maximum'],
        ['setvcpus', '--count', '4', '--config'],
      ],
    ],
  ] as const)('%j comes about', (args, state, commands) => {
    const one = trial(guest, { name: 'web', ...args }, current(state));
    expect(words(one.steps)).toEqual(commands.map(([verb, ...more]) => [verb, '--domain', 'web', ...more]));
    expect(one.afterwards().changes).toEqual([]);
  });

  it('keeps what it runs with until it is started again, and says so', () => {
    const one = trial(guest, { name: 'web', memory: 2048, vcpus: 2 }, current(runs));
    expect(one.differences).toEqual(['guest web: memory: 1024 MiB → 2048 MiB', 'guest web: vcpus: 1 → 2']);
    expect(one.impacts).toMatchObject([
      { disruption: 'none', note: 'from its next start on' },
      { disruption: 'none', note: 'from its next start on' },
    ]);
    expect(one.afterwards().warnings).toEqual([
      'It runs with 1024 MiB until it is stopped and started.',
      'It runs with vcpus 1 until it is stopped and started.',
    ]);
  });

  it.each(['stopped', 'paused', 'absent'] as const)('loses its link when it is %s', (state) => {
    const { impacts } = trial(guest, { name: 'web', state }, current(runs));
    expect(impacts).toMatchObject([
      { disruption: 'link', guests: [{ guest: 'web', interface: 'vnet0', mac }] },
    ]);
  });

  it('takes its taps along', () => {
    const { plan } = trial(guest, { name: 'web', state: 'stopped' }, current(runs));
    const left = Object.fromEntries(
      plan.changes[0]?.predictions.map(({ probe, value }) => [probe.key, value]) ?? [],
    );
    expect(left).toMatchObject({
      'guest attachments': [{ guest: 'web', running: false, network: 'default' }],
      'bridge ports': [],
      'links and routes': { links: ['br0', 'lo', 'virbr0'] },
    });
  });

  it('is removed with what is its own, and with its disks only where that is said', () => {
    const { steps } = trial(guest, { name: 'web', state: 'absent' }, current(resting));
    const own = ['--nvram', '--managed-save', '--snapshots-metadata', '--checkpoints-metadata'];
    expect(words(steps)).toEqual([['undefine', '--domain', 'web', ...own]]);
    const all = trial(
      guest,
      { name: 'web', state: 'absent', remove_disks: true, force: true },
      current(runs),
    );
    expect(words(all.steps)).toEqual([
      ['destroy', '--domain', 'web'],
      ['undefine', '--domain', 'web', ...own, '--remove-all-storage'],
    ]);
    expect(all.afterwards().changes).toEqual([]);
  });

  it('cannot shut down while it is paused', () => {
    const { plan } = trial(guest, { name: 'web', state: 'stopped' }, current({ ...runs, state: 'paused' }));
    expect(plan.failure).toMatch(/force: true/);
  });

  it('of which nothing is stored cannot be changed, and is gone when it stops', () => {
    const { persistent: _, ...transient } = { ...runs, exists: true } as const;
    expect(trial(guest, { name: 'web' }, current(transient)).differences).toEqual([]);
    expect(trial(guest, { name: 'web', memory: 1 }, current(transient)).plan.failure).toMatch(/transient/);
    const { steps } = trial(guest, { name: 'web', state: 'absent', force: true }, current(transient));
    expect(words(steps)).toEqual([['destroy', '--domain', 'web']]);
  });
});
