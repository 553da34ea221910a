import { describe, expect, it } from 'vitest';
import { guest } from '../../src/modules/guest.ts';
import { current, mac, words } from './guest-case.ts';
import { trial } from './trial.ts';

describe('a guest that is not there', () => {
  it('is defined by virt-install and started by libvirt', () => {
    const one = trial(
      guest,
      {
        name: 'web',
        memory: 512,
        networks: [
          { network: 'default', portgroup: 'slow' },
          { bridge: 'br0', mac, model: 'e1000' },
        ],
        disks: [{ path: '/a,b "c"', size: 2, readonly: true }],
        extra_args: ['--graphics', 'none'],
        autostart: true,
      },
      current({ exists: false }),
    );
    expect(words(one.steps)).toEqual([
      [
        ...['--name', 'web', '--memory', '512', '--vcpus', '1', '--import', '--noreboot'],
        ...['--noautoconsole', '--osinfo', 'detect=on,require=off'],
        ...['--network', 'network=default,source.portgroup=slow,model.type=virtio'],
        ...['--network', `bridge=br0,model.type=e1000,mac.address=${mac}`],
        ...['--disk', 'path="/a,b \\"c\\"",size=2,readonly=yes'],
        ...['--graphics', 'none'],
      ],
      ['autostart', '--domain', 'web'],
      ['start', '--domain', 'web'],
    ]);
    expect(one.afterwards().changes).toEqual([]);
    expect(one.impacts).toEqual([{ disruption: 'none' }]);
  });

  it.each([
    [{ import: false }, ['--pxe']],
    [{ cloud_init: { 'user-data': '/root/u' } }, ['--import', '--cloud-init', 'user-data=/root/u', '--pxe']],
  ] as const)('is started by virt-install where that is needed: %j', (how, some) => {
    const args = { name: 'web', memory: 512, extra_args: ['--pxe'], ...how };
    const { steps } = trial(guest, args, current({ exists: false }));
    expect(words(steps)).toEqual([expect.arrayContaining([...some])]);
    expect(steps).toMatchObject([{ args: expect.not.arrayContaining(['--noreboot']) }]);
    const paused = trial(guest, { ...args, state: 'paused' }, current({ exists: false }));
    expect(words(paused.steps).slice(1)).toEqual([['suspend', '--domain', 'web']]);
    const { complaints } = trial(guest, { ...args, state: 'stopped' }, current({ exists: false }));
    expect(complaints).toEqual(['state']);
  });

  it.each([
    [{}, 'There is no guest web. To create it, write its memory.'],
    [{ memory: 1, networks: [{ network: 'nowhere' }] }, 'This host has no network nowhere.'],
    [
      { memory: 1, networks: [{ network: 'default', portgroup: 'slwo' }] },
      'Network default of this host has no portgroup slwo; it has slow, fast.',
    ],
    [{ memory: 1, networks: [{ network: 'off' }] }, 'Network off of this host is not active.'],
    [{ memory: 1, networks: [{ bridge: 'br9' }] }, 'This host has no bridge br9.'],
  ])('%j cannot be made', (args, failure) => {
    expect(trial(guest, { name: 'web', ...args }, current({ exists: false })).plan).toEqual({
      changes: [],
      failure,
    });
  });

  it('may be stored for a network that does not run yet', () => {
    const networks = [{ network: 'off' }];
    const args = { name: 'web', state: 'stopped', memory: 1, networks } as const;
    expect(trial(guest, args, current({ exists: false })).differences).toEqual([
      'guest web: null → shut off, 1 MiB, vcpus 1, network off',
    ]);
  });

  it('is told to need virt-install, which an earlier task may bring', () => {
    const { plan } = trial(
      guest,
      { name: 'web', memory: 1 },
      current({ exists: false }, { hasVirtInstall: false }),
    );
    expect(plan.warnings).toEqual([expect.stringContaining('package virtinst')]);
    expect(plan.changes).toHaveLength(1);
  });
});

it('a guest that is not there cannot have the address of another', () => {
  const tap = { guest: 'db', uuid: '', running: false, type: 'network', mac };
  const args = { name: 'web', memory: 512, networks: [{ network: 'default', mac }] };
  const { plan } = trial(guest, args, current({ exists: false }, { attachments: [tap] }));
  expect(plan).toEqual({
    changes: [],
    failure: `${mac} is the address of an interface of guest db already.`,
  });
});

it.each(['5', '-a', 'a/b', ' a', ''])('refuses the name %j', (name) => {
  expect(guest.args.safeParse({ name }).success).toBe(false);
});
