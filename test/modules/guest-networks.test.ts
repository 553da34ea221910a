import { describe, expect, it } from 'vitest';
import type { GuestState } from '../../src/libvirt/guest/guest-state.ts';
import { guest } from '../../src/modules/guest.ts';
import { current, definition, mac, resting, runs } from './guest-case.ts';
import { trial } from './trial.ts';

describe('a guest that is there, and its networks', () => {
  const other = '52:54:00:00:00:02';
  const two: GuestState = {
    ...resting,
    persistent: {
      ...definition,
      interfaces: [...definition.interfaces, { mac: other, bridge: 'br0', model: 'e1000', link: 'up' }],
    },
  };
  /** As the tasks of a play are planned: with the interfaces that they describe, its own among them. */
  const told = (networks: object[], state: GuestState = two) => {
    const { desired } = trial(guest, { name: 'web', state: 'stopped', networks } as never, current(state));
    const [own = desired] = guest.coordinate?.([desired], true, guest.interfaces?.(desired) ?? []) ?? [];
    return guest.plan(own, current(state));
  };

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
    const { plan } = trial(guest, { name: 'web', state: 'stopped' }, current(two));
    expect(plan.warnings).toEqual([]);
    expect(told([]).warnings).toHaveLength(2);
    const interfaces = [
      { guest: 'web', mac: other, present: true },
      { guest: 'db', mac, present: true },
    ];
    const { desired } = trial(guest, { name: 'web', state: 'stopped', networks: [] }, current(two));
    const [apart] = guest.coordinate?.([desired], true, interfaces) ?? [];
    expect(apart && guest.plan(apart, current(two)).warnings).toEqual([
      expect.stringMatching(`^networks: interface ${mac} on network default is not in the list`),
    ]);
    const moved = trial(guest, { name: 'web', networks: [{ network: 'inner', mac: other }] }, current(two));
    const [left] =
      guest.coordinate?.([moved.desired], true, [...interfaces, { guest: 'web', mac, present: false }]) ?? [];
    expect(left && guest.plan(left, current(two)).warnings).toEqual([]);
  });
});

it('two interfaces of a guest have two addresses', () => {
  const networks = [{ network: 'default', mac }, { network: 'default' }, { bridge: 'br0', mac }];
  const { complaints } = trial(guest, { name: 'web', networks }, current(runs));
  expect(complaints).toEqual(['networks.2.mac']);
});

it.each([
  [{}, ['networks.0']],
  [{ network: 'a', bridge: 'b' }, ['networks.0']],
  [{ bridge: 'b', portgroup: 'c' }, ['networks.0']],
  [{ network: 'a', portgroup: 'c' }, []],
])('an interface %j is plugged into one thing', (each, complaints) => {
  const { complaints: found } = trial(guest, { name: 'web', networks: [each] }, current(runs));
  expect(found).toEqual(complaints);
});
