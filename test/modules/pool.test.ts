import { describe, expect, it } from 'vitest';
import { asStored } from '../../src/libvirt/storage/desired-pool.ts';
import { poolOf } from '../../src/libvirt/storage/pool-arguments.ts';
import type { ExistingPool, PoolState } from '../../src/libvirt/storage/pool-state.ts';
import { pool } from '../../src/modules/pool.ts';
import { trial } from './trial.ts';

const DIR = { type: 'dir', target: { path: '/srv/images' } } as const;
const gone: PoolState = { exists: false };
type Args = Parameters<typeof trial<typeof pool.args, unknown, never>>[1];

function existing(more: Partial<ExistingPool> = {}, elements: object = DIR): ExistingPool {
  const definition = poolOf('images', elements);
  if (!definition) throw new Error('no type');
  const stored = asStored('images', definition);
  return {
    exists: true,
    active: true,
    autostart: true,
    persistent: true,
    uuid: 'u',
    definition: stored,
    ...more,
  };
}

function on(state: PoolState, args: object, disks: object[] = []) {
  return trial(pool, { name: 'images', ...args } as Args, { pool: state, disks } as never);
}

/** The commands of virsh that the changes run. */
function commands(made: ReturnType<typeof on>): string[] {
  return made.steps.flatMap((step) => {
    if (step.do === 'virsh') return [step.argv.join(' ')];
    return step.do === 'virsh-set' ? step.commands.map((argv) => argv.join(' ')) : [];
  });
}

describe('a pool that does not exist', () => {
  it('is defined, built, started and starts with the host', () => {
    const made = on(gone, DIR);
    expect(made.differences).toEqual(['pool images: null → dir, /srv/images, active, autostart']);
    expect(commands(made)).toEqual([
      'pool-define --file /dev/stdin',
      'pool-build --pool images',
      'pool-start --pool images',
      'pool-autostart --pool images',
    ]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('shows its volumes and its folder, and where it mounts something nobody knows what', () => {
    const effects = (elements: object) => on(gone, elements).plan.changes.map((change) => change.sideEffects);
    expect(effects(DIR)).toEqual([['volume ["images"', 'all pools now', '/srv/images']]);
    expect(effects({ ...DIR, state: 'inactive' })).toEqual([undefined]);
    const device = { source: { device: { path: '/dev/sdb' } }, target: { path: '/srv/images' } };
    expect(effects({ type: 'fs', ...device })).toEqual([true]);
  });

  it('is only defined with state: inactive', () => {
    const made = on(gone, { ...DIR, state: 'inactive' });
    expect(commands(made)).toEqual(['pool-define --file /dev/stdin']);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('is built on a device only when the task says so, and never over data', () => {
    const fs = { type: 'fs', source: { device: { path: '/dev/sdb' } }, target: { path: '/srv/images' } };
    expect(commands(on(gone, fs))).not.toContainEqual(expect.stringMatching(/pool-build/));
    expect(commands(on(gone, { ...fs, build: true }))).toContain('pool-build --pool images --no-overwrite');
  });

  it('without a type is refused; absent, it needs nothing', () => {
    expect(on(gone, {}).plan.failure).toBe(
      'This host has no pool images. To create it, write its type, or its xml.',
    );
    expect(on(gone, { state: 'absent' }).plan).toEqual({ changes: [] });
  });
});

describe('a pool that exists', () => {
  it('as described, needs nothing', () => {
    expect(on(existing(), DIR).plan.changes).toEqual([]);
    expect(on(existing(), { target: { path: '/srv/images/' }, type: 'dir' }).plan.changes).toEqual([]);
    expect(on(existing(), {}).plan.changes).toEqual([]);
  });

  it('with another definition is redefined under its uuid and restarted', () => {
    const made = on(existing(), { type: 'dir', target: { path: '/srv/other' } });
    expect(made.differences).toEqual(['pool images: target path: /srv/images → /srv/other']);
    expect(commands(made)).toEqual([
      'pool-define --file /dev/stdin',
      'pool-destroy --pool images',
      'pool-start --pool images',
    ]);
    expect(made.steps[0]).toMatchObject({ stdin: expect.stringContaining('<uuid>u</uuid>') });
    expect(made.afterwards().changes).toEqual([]);
  });

  it('keeps elements that the task does not have, and has all devices of the task and no other', () => {
    const before = {
      type: 'logical',
      source: { name: 'vg0', device: [{ path: '/dev/sda' }, { path: '/dev/sdb' }] },
    };
    const made = on(existing({}, before), { type: 'logical', source: { device: { path: '/dev/sdb' } } });
    expect(made.differences).toEqual(['pool images: source device: /dev/sda, /dev/sdb → /dev/sdb']);
    expect(made.steps[0]).toMatchObject({ stdin: expect.stringContaining('<name>vg0</name>') });
  });

  it('is started, stopped and taken out of the start of the host', () => {
    const off = existing({ active: false, autostart: false });
    expect(commands(on(off, {}))).toEqual([
      'pool-build --pool images',
      'pool-start --pool images',
      'pool-autostart --pool images',
    ]);
    expect(commands(on(existing(), { state: 'inactive', autostart: false }))).toEqual([
      'pool-destroy --pool images',
      'pool-autostart --pool images --disable',
    ]);
    expect(on(off, {}).afterwards().changes).toEqual([]);
    expect(on(existing(), { state: 'inactive' }).plan.warnings).toEqual([
      'Pool images starts again with its host; autostart: false keeps it stopped.',
    ]);
    expect(on(existing(), { state: 'inactive', autostart: false }).plan.warnings).toBeUndefined();
  });

  it('is removed, and its volumes stay', () => {
    expect(commands(on(existing(), { state: 'absent' }))).toEqual([
      'pool-destroy --pool images',
      'pool-undefine --pool images',
    ]);
    expect(commands(on(existing({ persistent: false }), { state: 'absent' }))).toEqual([
      'pool-destroy --pool images',
    ]);
  });

  it('with running guests on it needs consent to stop, restart or remove it', () => {
    const disks = [{ guest: 'web', path: '/srv/images/web.img' }];
    const impact = (args: object) => on(existing(), args, disks).impacts.at(-1);
    const note = (what: string) => ({
      disruption: 'service',
      note: `the pool ${what}, and running guests use its volumes: web`,
    });
    expect(impact({ state: 'absent' })).toEqual(note('stops'));
    expect(impact({ state: 'inactive', autostart: true })).toEqual(note('stops'));
    expect(impact({ type: 'dir', target: { path: '/other' } })).toEqual(note('restarts'));
    expect(on(existing(), { state: 'absent' }, []).impacts).toEqual([{ disruption: 'none' }]);
  });
});

describe('mistakes in the task', () => {
  const complaints = (args: object) => on(gone, args).complaints;

  it.each([
    [{ type: 'dir' }, ['type']],
    [{ type: 'netfs', target: { path: '/mnt' } }, ['type']],
    [{ xml: '<network/>' }, ['xml']],
    [{ xml: '<pool' }, ['xml']],
    [{ xml: "<pool type='dir'><name>other</name><target><path>/a</path></target></pool>" }, ['name']],
    [{ xml: "<pool type='dir'><target><path>/a</path></target></pool>", type: 'dir' }, ['']],
    [{ target: { path: '/a' } }, ['']],
  ])('%j are found before a host is asked', (args, at) => {
    expect(complaints(args)).toEqual(at);
  });

  it('XML does the same as elements', () => {
    const xml = "<pool type='dir'><name>images</name><target><path>/srv/images</path></target></pool>";
    expect(on(existing(), { xml }).plan.changes).toEqual([]);
    expect(commands(on(gone, { xml }))).toEqual(commands(on(gone, DIR)));
  });
});
