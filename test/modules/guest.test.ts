import { describe, expect, it } from 'vitest';
import type { SeenOfGuest } from '../../src/libvirt/guest-changes.ts';
import type { GuestDefinition, GuestState } from '../../src/libvirt/guest-state.ts';
import { guest } from '../../src/modules/guest.ts';
import type { Step } from '../../src/plan/step.ts';
import { trial } from './trial.ts';

const mac = '52:54:00:00:00:01';
const definition: GuestDefinition = {
  memory: 1024 * 1024,
  vcpus: 1,
  maximumVcpus: 1,
  interfaces: [{ mac, network: 'default', model: 'virtio', link: 'up' }],
};
const resting: GuestState = { exists: true, state: 'shut off', autostart: false, persistent: definition };
const runs: GuestState = { ...resting, state: 'running', live: definition };
const tap = { uuid: '', running: true, type: 'network', mac, network: 'default' };

function seen(state: GuestState, more: Partial<SeenOfGuest> = {}): SeenOfGuest {
  const isRunning = state.exists && state.live;
  const plugged = { guest: 'web', ...tap, bridge: 'virbr0', interface: 'vnet0', master: 'virbr0' };
  return {
    guest: state,
    attachments: isRunning ? [plugged] : [],
    networks: [{ name: 'default', bridge: { name: 'virbr0' } }],
    ports: isRunning ? [{ bridge: 'virbr0', port: 'vnet0', tap: true }] : [],
    host: { links: ['br0', 'lo', 'virbr0', ...(isRunning ? ['vnet0'] : [])], routes: [] },
    hasVirtInstall: true,
    'network default': {
      ...{ exists: true, active: true, autostart: true },
      live: { name: 'default', portgroup: [{ name: 'slow' }, { name: 'fast' }] },
    },
    'network off': { exists: true, active: false, autostart: false },
    'network nowhere': { exists: false },
    ...more,
  };
}

describe('a guest that is as it should be', () => {
  it.each([
    [{ memory: 1024, vcpus: 1, autostart: false }, runs],
    [{ state: 'stopped', memory: 1024, networks: [{ network: 'default' }] }, resting],
    [{ state: 'absent' }, { exists: false }],
  ] as const)('%j needs nothing', (args, state) => {
    expect(trial(guest, { name: 'web', ...args } as never, seen(state)).plan).toEqual({
      changes: [],
      ...(state.exists && { warnings: [] }),
    });
  });
});

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
      seen({ exists: false }),
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
    const { steps } = trial(guest, args, seen({ exists: false }));
    expect(words(steps)).toEqual([expect.arrayContaining([...some])]);
    expect(steps).toMatchObject([{ args: expect.not.arrayContaining(['--noreboot']) }]);
    const paused = trial(guest, { ...args, state: 'paused' }, seen({ exists: false }));
    expect(words(paused.steps).slice(1)).toEqual([['suspend', '--domain', 'web']]);
    const { complaints } = trial(guest, { ...args, state: 'stopped' }, seen({ exists: false }));
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
    expect(trial(guest, { name: 'web', ...args }, seen({ exists: false })).plan).toEqual({
      changes: [],
      failure,
    });
  });

  it('may be stored for a network that does not run yet', () => {
    const networks = [{ network: 'off' }];
    const args = { name: 'web', state: 'stopped', memory: 1, networks } as const;
    expect(trial(guest, args, seen({ exists: false })).differences).toEqual([
      'guest web: null → shut off, 1 MiB, vcpus 1, network off',
    ]);
  });

  it('is told to need virt-install, which an earlier task may bring', () => {
    const { plan } = trial(
      guest,
      { name: 'web', memory: 1 },
      seen({ exists: false }, { hasVirtInstall: false }),
    );
    expect(plan.warnings).toEqual([expect.stringContaining('package virtinst')]);
    expect(plan.changes).toHaveLength(1);
  });
});

it('a guest that is not there cannot have the address of another', () => {
  const tap = { guest: 'db', uuid: '', running: false, type: 'network', mac };
  const args = { name: 'web', memory: 512, networks: [{ network: 'default', mac }] };
  const { plan } = trial(guest, args, seen({ exists: false }, { attachments: [tap] }));
  expect(plan).toEqual({
    changes: [],
    failure: `${mac} is the address of an interface of guest db already.`,
  });
});

describe('a guest that is there, and its networks', () => {
  const other = '52:54:00:00:00:02';
  const two: GuestState = {
    ...resting,
    persistent: {
      ...definition,
      interfaces: [...definition.interfaces, { mac: other, bridge: 'br0', model: 'e1000', link: 'up' }],
    },
  };
  const told = (networks: object[], state: GuestState = two) =>
    trial(guest, { name: 'web', state: 'stopped', networks } as never, seen(state)).plan;

  it.each([
    [[{ network: 'default' }, { bridge: 'br0' }]],
    [[{ bridge: 'br0', mac: other }, { network: 'default' }]],
    [
      [
        { network: 'default', mac },
        { bridge: 'br0', mac: other, model: 'e1000' },
      ],
    ],
  ])('are those of the task: %j', (networks) => {
    expect(told(networks)).toEqual({ changes: [], warnings: [] });
  });

  it.each<[object[], string, string]>([
    [
      [{ network: 'inner', mac }, { bridge: 'br0' }],
      `interface ${mac} has network default, not network inner.`,
      `guest: web, mac: "${mac}", network: inner`,
    ],
    [
      [{ network: 'default', mac, model: 'e1000' }, { bridge: 'br0' }],
      `interface ${mac} has model virtio, not model e1000.`,
      `guest: web, mac: "${mac}", network: default, model: e1000`,
    ],
    [
      [{ network: 'default', portgroup: 'slow', mac }, { bridge: 'br0' }],
      `interface ${mac} has network default, not network default, portgroup slow.`,
      `guest: web, mac: "${mac}", network: default, portgroup: slow`,
    ],
    [
      [{ network: 'default' }, { bridge: 'br0' }, { network: 'inner', mac: '52:54:00:00:00:03' }],
      'there is no interface 52:54:00:00:00:03 on network inner.',
      'guest: web, mac: "52:54:00:00:00:03", network: inner',
    ],
    [
      [{ network: 'inner' }, { bridge: 'br0' }],
      `interface ${mac} has network default, not network inner.`,
      `guest: web, mac: "${mac}", network: inner`,
    ],
    [
      [{ network: 'default' }],
      `interface ${other} on bridge br0 is not in the list.`,
      `guest: web, mac: "${other}", state: absent`,
    ],
  ])(
    'that are not those of the task, %j, are said, with the task that changes them',
    (networks, said, task) => {
      expect(told(networks)).toEqual({
        changes: [],
        warnings: [
          `networks: ${said} The interfaces of a guest that is there are left alone; this task changes it:\n  guest_interface: { ${task} }`,
        ],
      });
    },
  );

  it('are compared where the task has them, and without those that other tasks describe', () => {
    const { plan } = trial(guest, { name: 'web', state: 'stopped' }, seen(two));
    expect(plan.warnings).toEqual([]);
    expect(told([]).warnings).toHaveLength(2);
    const interfaces = [
      { guest: 'web', mac: other, present: true },
      { guest: 'db', mac, present: true },
    ];
    const { wanted } = trial(guest, { name: 'web', state: 'stopped', networks: [] }, seen(two));
    const [apart] = guest.together?.([wanted], true, interfaces) ?? [];
    expect(apart && guest.plan(apart, seen(two)).warnings).toEqual([
      expect.stringMatching(`^networks: interface ${mac} on network default is not in the list`),
    ]);
    const moved = trial(guest, { name: 'web', networks: [{ network: 'inner', mac: other }] }, seen(two));
    const [left] =
      guest.together?.([moved.wanted], true, [...interfaces, { guest: 'web', mac, present: false }]) ?? [];
    expect(left && guest.plan(left, seen(two)).warnings).toEqual([]);
  });
});

it('two interfaces of a guest have two addresses', () => {
  const networks = [{ network: 'default', mac }, { network: 'default' }, { bridge: 'br0', mac }];
  const { complaints } = trial(guest, { name: 'web', networks }, seen(runs));
  expect(complaints).toEqual(['networks.2.mac']);
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
    const one = trial(guest, { name: 'web', ...args }, seen(state));
    expect(words(one.steps)).toEqual(commands.map(([verb, ...more]) => [verb, '--domain', 'web', ...more]));
    expect(one.afterwards().changes).toEqual([]);
  });

  it('keeps what it runs with until it is started again, and says so', () => {
    const one = trial(guest, { name: 'web', memory: 2048, vcpus: 2 }, seen(runs));
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
    const { impacts } = trial(guest, { name: 'web', state }, seen(runs));
    expect(impacts).toMatchObject([
      { disruption: 'link', guests: [{ guest: 'web', interface: 'vnet0', mac }] },
    ]);
  });

  it('takes its taps along', () => {
    const { plan } = trial(guest, { name: 'web', state: 'stopped' }, seen(runs));
    const left = Object.fromEntries(
      plan.changes[0]?.leaves.map(({ probe, value }) => [probe.key, value]) ?? [],
    );
    expect(left).toMatchObject({
      'guest attachments': [{ guest: 'web', running: false, network: 'default' }],
      'bridge ports': [],
      'links and routes': { links: ['br0', 'lo', 'virbr0'] },
    });
  });

  it('is removed with what is its own, and with its disks only where that is said', () => {
    const { steps } = trial(guest, { name: 'web', state: 'absent' }, seen(resting));
    const own = ['--nvram', '--managed-save', '--snapshots-metadata', '--checkpoints-metadata'];
    expect(words(steps)).toEqual([['undefine', '--domain', 'web', ...own]]);
    const all = trial(guest, { name: 'web', state: 'absent', remove_disks: true, force: true }, seen(runs));
    expect(words(all.steps)).toEqual([
      ['destroy', '--domain', 'web'],
      ['undefine', '--domain', 'web', ...own, '--remove-all-storage'],
    ]);
    expect(all.afterwards().changes).toEqual([]);
  });

  it('cannot shut down while it is paused', () => {
    const { plan } = trial(guest, { name: 'web', state: 'stopped' }, seen({ ...runs, state: 'paused' }));
    expect(plan.failure).toMatch(/force: true/);
  });

  it('of which nothing is stored cannot be changed, and is gone when it stops', () => {
    const { persistent: _, ...transient } = { ...runs, exists: true } as const;
    expect(trial(guest, { name: 'web' }, seen(transient)).differences).toEqual([]);
    expect(trial(guest, { name: 'web', memory: 1 }, seen(transient)).plan.failure).toMatch(/transient/);
    const { steps } = trial(guest, { name: 'web', state: 'absent', force: true }, seen(transient));
    expect(words(steps)).toEqual([['destroy', '--domain', 'web']]);
  });
});

it.each(['5', '-a', 'a/b', ' a', ''])('refuses the name %j', (name) => {
  expect(guest.args.safeParse({ name }).success).toBe(false);
});

it.each([
  [{}, ['networks.0']],
  [{ network: 'a', bridge: 'b' }, ['networks.0']],
  [{ bridge: 'b', portgroup: 'c' }, ['networks.0']],
  [{ network: 'a', portgroup: 'c' }, []],
])('an interface %j is plugged into one thing', (each, complaints) => {
  const { complaints: found } = trial(guest, { name: 'web', networks: [each] }, seen(runs));
  expect(found).toEqual(complaints);
});

/** What is run: the words behind virsh, or those of a script. */
function words(steps: readonly Step[]): (readonly string[])[] {
  return steps.map((step) => (step.do === 'virsh' ? step.argv : step.do === 'detached' ? step.args : []));
}
