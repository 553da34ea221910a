import { describe, expect, it } from 'vitest';
import { guestInterface } from '../../src/modules/guest-interface.ts';
import { current, desired, device, inner, leftOf, mac, nic, running } from './interface-case.ts';
import { trial } from './trial.ts';

describe('an interface that is as it should be', () => {
  it.each([
    [{ network: 'default' }, running(nic, nic)],
    [{ network: 'default', model: 'virtio', link_state: 'up' }, running(nic, nic)],
    [{ network: 'default' }, running({ ...nic, portgroup: 'a', vlan: [4] }, { ...nic, portgroup: 'a' })],
    [{ state: 'absent' }, running(undefined, undefined)],
    [{ state: 'absent' }, { exists: false }],
  ] as const)('%j needs nothing', (args, guest) => {
    expect(trial(guestInterface, { ...desired, ...args }, current(guest)).differences).toEqual([]);
  });
});

describe('an interface that is missing', () => {
  const plain = `<interface type="network"><mac address="${mac}"/><source network="inner"/><model type="virtio"/></interface>`;

  it('is attached on both sides at once', () => {
    const one = trial(
      guestInterface,
      { ...desired, network: 'inner' },
      current(running(undefined, undefined)),
    );
    expect(one.differences).toEqual([`guest web: interface ${mac}: null → network inner, model virtio`]);
    expect(one.steps).toEqual([device('attach-device', ['--live', '--config'], plain)]);
    expect(one.impacts).toEqual([{ disruption: 'none' }]);
    expect(one.afterwards().changes).toEqual([]);
    expect(leftOf(one, 'guest attachments')).toMatchObject([
      { guest: 'web', uuid: 'u', network: 'inner', bridge: 'virbr1', master: 'virbr1' },
    ]);
  });

  it.each([
    ['persistent', running(undefined, { ...nic, network: 'inner' }), '--config'],
    ['live', running({ ...nic, network: 'inner' }, undefined), '--live'],
  ])('on the %s side alone is attached there', (side, guest, flag) => {
    const one = trial(guestInterface, { ...desired, network: 'inner' }, inner(current(guest)));
    expect(one.differences).toEqual([
      `guest web: interface ${mac} (${side}): null → network inner, model virtio`,
    ]);
    expect(one.steps).toEqual([device('attach-device', [flag], plain)]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('has all that is written', () => {
    const args = { bridge: 'br0', model: 'e1000', vlan: [4, 5], link_state: 'down' as const };
    const on = {
      ...current(running(undefined, undefined)),
      version: [11, 0, 0] as const,
      vlanFiltering: true,
    };
    const one = trial(guestInterface, { ...desired, ...args }, on);
    expect(one.differences).toEqual([
      `guest web: interface ${mac}: null → bridge br0, vlan 4, 5, model e1000, link down`,
    ]);
    expect(one.steps).toMatchObject([
      {
        stdin: `<interface type="bridge"><mac address="${mac}"/><source bridge="br0"/><vlan><tag id="4"/><tag id="5"/></vlan><model type="e1000"/><link state="down"/></interface>`,
      },
    ]);
  });

  it('is only stored where the guest does not run', () => {
    const { live: _, ...guest } = running(undefined, undefined);
    const resting = { ...guest, state: 'shut off' } as const;
    const one = trial(guestInterface, { ...desired, network: 'off' }, current(resting));
    expect(one.differences).toEqual([`guest web: interface ${mac}: null → network off, model virtio`]);
    expect(one.steps).toMatchObject([{ argv: expect.arrayContaining(['--config']) }]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it.each([
    ['network', 'nowhere', 'This host has no network nowhere.'],
    ['network', 'off', 'Network off of this host is not active.'],
    ['bridge', 'br9', 'This host has no bridge br9.'],
  ])('cannot be plugged into %s %s', (kind, name, failure) => {
    const { plan } = trial(
      guestInterface,
      { ...desired, [kind]: name },
      current(running(undefined, undefined)),
    );
    expect(plan).toEqual({ changes: [], failure });
  });

  it('cannot have the address of another guest, nor a portgroup that is not there', () => {
    const around = current(running(undefined, undefined));
    const other = { guest: 'db', uuid: '', running: false, type: 'network', mac };
    const { plan } = trial(
      guestInterface,
      { ...desired, network: 'inner' },
      { ...around, attachments: [other] },
    );
    expect(plan.failure).toBe(`${mac} is the address of an interface of guest db already.`);
    const live = { name: 'inner', portgroup: [{ name: 'slow' }] };
    const inner = { exists: true, active: true, autostart: true, live };
    const group = trial(
      guestInterface,
      { ...desired, network: 'inner', portgroup: 'fast' },
      { ...around, ...{ 'network inner': inner } },
    );
    expect(group.plan.failure).toBe('Network inner of this host has no portgroup fast; it has slow.');
  });

  it('needs its guest', () => {
    const { plan } = trial(guestInterface, { ...desired, network: 'inner' }, current({ exists: false }));
    expect(plan).toEqual({ changes: [], failure: 'This host has no guest web.' });
  });
});

it('a saved state has the interfaces that it had', () => {
  const { live: _, ...guest } = running(nic, undefined);
  const saved = { guest: 'web', uuid: 'u', running: false, saved: true as const, type: 'network', mac };
  const around = { ...current({ ...guest, state: 'shut off' }), attachments: [saved] };
  const { plan } = trial(guestInterface, { ...desired, network: 'inner' }, around);
  expect(plan.warnings).toEqual([expect.stringContaining('saved state')]);
});

it.each([
  [{}, 1],
  [{ network: 'a', bridge: 'b' }, 1],
  [{ bridge: 'a', portgroup: 'b' }, 1],
  [{ state: 'absent' }, 0],
] as const)('%j says where it is plugged in', (args, count) => {
  expect(trial(guestInterface, { ...desired, ...args }, current({ exists: false })).complaints).toHaveLength(
    count,
  );
});
