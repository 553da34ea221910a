import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asStored } from '../../src/libvirt/storage/desired-pool.ts';
import { sizeText } from '../../src/libvirt/storage/plan-volume.ts';
import { poolNode } from '../../src/libvirt/storage/pool-xml.ts';
import { volumeAt } from '../../src/libvirt/storage/volume-state.ts';
import { volume } from '../../src/modules/volume.ts';
import { ProbeError } from '../../src/plan/probe.ts';
import { parsed, trial } from './trial.ts';

const definition = asStored(
  'p',
  poolNode('pool', {
    attributes: { type: 'dir' },
    children: [poolNode('target', { children: [poolNode('path', { text: '/p' })] })],
  }),
);
const store = { exists: true, active: true, autostart: true, persistent: true, definition };
const MIB = 1024 ** 2;
const there = { capacity: 20 * MIB, format: 'raw' };

function on(current: object, args: object = {}) {
  return trial(
    volume,
    { pool: 'p', name: 'a.img', capacity: '20M', ...args } as never,
    { store, volume: null, disks: [], ...current } as never,
  );
}

const commands = (made: ReturnType<typeof on>) =>
  made.steps.map((step) => (step.do === 'virsh' ? step.argv.join(' ') : step.do));

describe.each(['9.0', '11.3'])('libvirt %s', (version) => {
  it('a volume is read without what changes by itself', () => {
    const text = readFileSync(join(import.meta.dirname, `../recorded/volume-libvirt-${version}.txt`), 'utf8');
    expect(parsed(volumeAt('demo', 'data.img'), text)).toEqual({
      capacity: MIB,
      format: 'raw',
    });
  });
});

it('no volume, no pool and a pool that is not active are no faults', () => {
  const answer = (said: string) => [{ status: 1, stdout: Buffer.from(''), stderr: Buffer.from(said) }];
  const { parse } = volumeAt('p', 'a');
  for (const said of [
    'error: Storage volume not found: no storage vol with matching path',
    'error: Storage pool not found: no storage pool with matching name',
    "error: pool 'demo' is not active",
  ])
    expect(parse(answer(said))).toBeNull();
  expect(() => parse(answer('error: failed to connect to the hypervisor'))).toThrow(ProbeError);
});

describe('a volume', () => {
  it('is created', () => {
    const made = on({}, { format: 'qcow2', backing: { volume: 'base.qcow2', format: 'qcow2' } });
    expect(made.differences).toEqual(['volume a.img of pool p: null → 20 MiB, qcow2, on base.qcow2']);
    expect(commands(made)).toEqual([
      'vol-create-as --pool p --name a.img --capacity 20971520 --format qcow2 --backing-vol base.qcow2 --backing-vol-format qcow2',
    ]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('as described needs nothing, in any unit', () => {
    for (const capacity of ['20M', '20480K', '20MiB', 20 * MIB])
      expect(on({ volume: there }, { capacity }).plan).toEqual({ changes: [] });
  });

  it('grows, and is removed', () => {
    const grown = on({ volume: there }, { capacity: '1G' });
    expect(grown.differences).toEqual(['volume a.img of pool p capacity: 20 MiB → 1 GiB']);
    expect(commands(grown)).toEqual(['vol-resize --pool p --vol a.img --capacity 1073741824']);
    expect(grown.afterwards().changes).toEqual([]);
    const removed = on({ volume: there }, { state: 'absent' });
    expect(commands(removed)).toEqual(['vol-delete --pool p --vol a.img']);
    expect(removed.afterwards().changes).toEqual([]);
  });

  it.each([
    [{ capacity: '1M' }, 'does not shrink'],
    [{ format: 'qcow2' }, 'is raw, not qcow2'],
  ])('with %j is refused', (args, why) => {
    expect(on({ volume: there }, args).plan.failure).toContain(why);
  });

  it.each([
    [{ exists: false }, 'does not exist on this host'],
    [{ ...store, active: false }, 'is not active'],
  ])('in a pool %j is refused', (state, why) => {
    expect(on({ store: state }).plan.failure).toContain(why);
  });

  it('that a running guest uses is neither grown nor removed', () => {
    for (const disk of [
      { guest: 'web', path: '/p/a.img' },
      { guest: 'web', pool: 'p', path: 'a.img' },
    ]) {
      for (const args of [{ capacity: '1G' }, { state: 'absent' }])
        expect(on({ volume: there, disks: [disk] }, args).blocked).toEqual([
          expect.stringContaining('Running guests use it: web.'),
        ]);
    }
  });
});

it('sizes are in the largest unit that divides them', () => {
  expect([0, 1000, 1536, 3 * MIB, 1024 ** 4].map(sizeText)).toEqual([
    '0 bytes',
    '1000 bytes',
    '1536 bytes',
    '3 MiB',
    '1 TiB',
  ]);
});
