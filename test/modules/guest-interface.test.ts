import { describe, expect, it } from 'vitest';
import type { GuestDefinition, GuestState } from '../../src/libvirt/guest-state.ts';
import type { Nic } from '../../src/libvirt/nic.ts';
import type { SeenOfInterface } from '../../src/libvirt/nic-changes.ts';
import { guestInterface } from '../../src/modules/guest-interface.ts';
import type { Step } from '../../src/plan/step.ts';
import { trial } from './trial.ts';

const mac = '52:54:00:00:00:01';
const wanted = { guest: 'web', mac } as const;
const nic: Nic = { mac, network: 'default', model: 'virtio', link: 'up' };

/** A guest that runs with one interface, if any, on each side. */
function running(persistent: Nic | undefined, live: Nic | undefined): GuestState & { exists: true } {
  const definition = (one: Nic | undefined): GuestDefinition => ({
    memory: 1024,
    vcpus: 1,
    maximumVcpus: 1,
    interfaces: one ? [one] : [],
  });
  return {
    exists: true,
    uuid: 'u',
    state: 'running',
    autostart: false,
    persistent: definition(persistent),
    live: definition(live),
  };
}

function seen(guest: GuestState, master: string | undefined = 'virbr0'): SeenOfInterface {
  const live = guest.exists ? guest.live : undefined;
  const tap = { guest: 'web', uuid: 'u', running: true, type: 'network', mac, interface: 'vnet0' };
  const on = { ...tap, network: 'default', bridge: 'virbr0', ...(master && { master }) };
  const other = { bridge: 'virbr1', port: 'vnet7', tap: true };
  return {
    guest,
    attachments: live?.interfaces.length ? [on] : [],
    networks: [
      { name: 'default', bridge: { name: 'virbr0' } },
      { name: 'inner', bridge: { name: 'virbr1' } },
      { name: 'host', forward: { mode: 'bridge' }, bridge: { name: 'br0' } },
    ],
    ports: master ? [{ bridge: master, port: 'vnet0', tap: true }, other] : [other],
    host: { links: ['br0', 'virbr0', 'virbr1', 'vnet0'], routes: [] },
    ...Object.fromEntries(
      ['default', 'inner', 'host'].map((name) => [
        `network ${name}`,
        { exists: true, active: true, autostart: true },
      ]),
    ),
    'network off': { exists: true, active: false, autostart: false },
    'network nowhere': { exists: false },
  };
}

describe('an interface that is as it should be', () => {
  it.each([
    [{ network: 'default' }, running(nic, nic)],
    [{ network: 'default', model: 'virtio', link_state: 'up' }, running(nic, nic)],
    [{ network: 'default' }, running({ ...nic, portgroup: 'a', vlan: [4] }, { ...nic, portgroup: 'a' })],
    [{ state: 'absent' }, running(undefined, undefined)],
    [{ state: 'absent' }, { exists: false }],
  ] as const)('%j needs nothing', (args, guest) => {
    expect(trial(guestInterface, { ...wanted, ...args }, seen(guest)).differences).toEqual([]);
  });
});

describe('an interface that is missing', () => {
  const plain = `<interface type="network"><mac address="${mac}"/><source network="inner"/><model type="virtio"/></interface>`;

  it('is attached on both sides at once', () => {
    const one = trial(guestInterface, { ...wanted, network: 'inner' }, seen(running(undefined, undefined)));
    expect(one.differences).toEqual([`guest web: interface ${mac}: null → network inner, model virtio`]);
    expect(one.steps).toEqual([device('attach-device', ['--config', '--live'], plain)]);
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
    const one = trial(guestInterface, { ...wanted, network: 'inner' }, inner(seen(guest)));
    expect(one.differences).toEqual([
      `guest web: interface ${mac} (${side}): null → network inner, model virtio`,
    ]);
    expect(one.steps).toEqual([device('attach-device', [flag], plain)]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('has all that is written', () => {
    const args = { bridge: 'br0', model: 'e1000', vlan: [4, 5], link_state: 'down' as const };
    const one = trial(guestInterface, { ...wanted, ...args }, seen(running(undefined, undefined)));
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
    const one = trial(guestInterface, { ...wanted, network: 'off' }, seen(resting));
    expect(one.differences).toEqual([`guest web: interface ${mac}: null → network off, model virtio`]);
    expect(one.steps).toMatchObject([{ argv: expect.arrayContaining(['--config']) }]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it.each([
    ['network', 'nowhere', 'This host has no network nowhere.'],
    ['network', 'off', 'Network off of this host is not active.'],
    ['bridge', 'br9', 'This host has no bridge br9.'],
  ])('cannot be plugged into %s %s', (kind, name, failure) => {
    const { plan } = trial(guestInterface, { ...wanted, [kind]: name }, seen(running(undefined, undefined)));
    expect(plan).toEqual({ changes: [], failure });
  });

  it('needs its guest', () => {
    const { plan } = trial(guestInterface, { ...wanted, network: 'inner' }, seen({ exists: false }));
    expect(plan).toEqual({ changes: [], failure: 'This host has no guest web.' });
  });
});

describe('an interface that is elsewhere', () => {
  const xml = (source: string, more = '') =>
    `<interface type="network"><mac address="${mac}"/>${source}<model type="virtio"/><filterref filter="clean-traffic"/>${more}</interface>`;
  const own = '<address type="pci" slot="0x02"/>';
  const ofNetwork = '<vlan><tag id="4"/></vlan><bandwidth><inbound average="1"/></bandwidth>';
  const stored = { ...nic, xml: xml('<source network="default"/>', own) };
  const live = {
    ...nic,
    vlan: [4],
    xml: xml('<source network="default" portid="p" bridge="virbr0"/>', `${ofNetwork}${own}`),
  };

  it('is moved without being unplugged, and keeps what is its own', () => {
    const one = trial(guestInterface, { ...wanted, network: 'inner' }, seen(running(stored, { ...stored })));
    const moved = xml('<source network="inner"/>', own);
    expect(one.differences).toEqual([`guest web: interface ${mac}: network default → network inner`]);
    expect(one.steps).toEqual([
      device('update-device', ['--config'], moved),
      device('update-device', ['--live'], moved),
    ]);
    expect(one.impacts).toMatchObject([
      { disruption: 'link', guests: [{ guest: 'web', interface: 'vnet0', mac }], note: 'guest web is moved' },
    ]);
    expect(one.afterwards().changes).toEqual([]);
    expect(leftOf(one, 'bridge ports')).toEqual([
      { bridge: 'virbr1', port: 'vnet0', tap: true },
      { bridge: 'virbr1', port: 'vnet7', tap: true },
    ]);
  });

  it('takes nothing along that the network it leaves had given it', () => {
    const { steps } = trial(guestInterface, { ...wanted, network: 'inner' }, seen(running(stored, live)));
    expect(steps.map((step) => 'stdin' in step && step.stdin)).toEqual([
      xml('<source network="inner"/>', own),
      xml('<source network="inner"/>', own),
    ]);
  });

  it.each([
    ['persistent', running(nic, { ...nic, network: 'inner' }), '--config', 'none'],
    ['live', running({ ...nic, network: 'inner' }, nic), '--live', 'link'],
  ])('on the %s side alone is moved there', (side, guest, flag, disruption) => {
    const around = side === 'live' ? seen(guest) : inner(seen(guest));
    const one = trial(guestInterface, { ...wanted, network: 'inner' }, around);
    expect(one.differences).toEqual([
      `guest web: interface ${mac} (${side}): network default → network inner`,
    ]);
    expect(one.steps).toMatchObject([{ argv: ['update-device', ...FILE, flag] }]);
    expect(one.impacts).toMatchObject([{ disruption }]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('is plugged into a bridge', () => {
    const one = trial(guestInterface, { ...wanted, bridge: 'br0' }, seen(running(nic, nic)));
    expect(one.differences).toEqual([`guest web: interface ${mac}: network default → bridge br0`]);
    expect(one.steps).toMatchObject([{ stdin: expect.stringMatching(/type="bridge".*bridge="br0"/) }, {}]);
    expect(leftOf(one, 'guest attachments')).toMatchObject([
      { type: 'bridge', bridge: 'br0', master: 'br0' },
    ]);
  });

  it('is told as libvirt tells of a network that has a bridge of the host', () => {
    const one = trial(guestInterface, { ...wanted, network: 'host' }, seen(running(nic, nic)));
    expect(leftOf(one, 'guest attachments')).toMatchObject([
      { type: 'bridge', network: 'host', bridge: 'br0' },
    ]);
  });

  it.each([
    ['virbr1', 'virbr1'],
    [undefined, null],
  ])('only in the kernel (%s) is plugged in there', (master, before) => {
    const around = seen(running(nic, nic), master);
    const on = { ...around, ...(master === undefined && { attachments: around.attachments.map(unplugged) }) };
    const one = trial(guestInterface, { ...wanted, network: 'default' }, on);
    expect(one.differences).toEqual([`guest web: vnet0 (${mac}) on bridge: ${before} → virbr0`]);
    expect(one.steps).toEqual([
      { do: 'run', argv: ['ip', 'link', 'set', 'dev', 'vnet0', 'master', 'virbr0'] },
    ]);
    expect(one.afterwards().changes).toEqual([]);
  });
});

describe('an interface that is another', () => {
  it.each([
    ['down', 'link', nic],
    ['up', 'none', { ...nic, link: 'down' as const }],
  ] as const)('has its link set %s', (state, disruption, was) => {
    const args = { ...wanted, network: 'default', link_state: state };
    const one = trial(guestInterface, args, seen(running(was, was)));
    expect(one.differences).toEqual([`guest web: interface ${mac}: link ${was.link} → link ${state}`]);
    expect(one.impacts).toMatchObject([{ disruption }]);
    expect(one.steps).toMatchObject([{ stdin: expect.stringContaining(`<link state="${state}"/>`) }, {}]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('is taken away and plugged in again for another model', () => {
    const args = { ...wanted, network: 'default', model: 'e1000' };
    const one = trial(guestInterface, args, seen(running(nic, nic)));
    expect(one.steps).toMatchObject([
      { argv: ['update-device', ...FILE, '--config'] },
      { do: 'detached', args: ['web', mac, '20'] },
      { argv: ['attach-device', ...FILE, '--live'] },
    ]);
    expect(one.impacts).toMatchObject([{ disruption: 'link' }]);
    expect(one.afterwards().changes).toEqual([]);
  });
});

describe('an interface that is not wanted', () => {
  it('is taken from what is stored and then from the guest', () => {
    const one = trial(guestInterface, { ...wanted, state: 'absent' }, seen(running(nic, nic)));
    expect(one.differences).toEqual([`guest web: interface ${mac}: network default, model virtio → null`]);
    expect(one.steps).toMatchObject([
      { argv: ['detach-device', ...FILE, '--config'] },
      { do: 'detached', args: ['web', mac, '20'] },
    ]);
    expect(one.impacts).toMatchObject([{ disruption: 'link', guests: [{ interface: 'vnet0' }] }]);
    expect(one.afterwards().changes).toEqual([]);
    expect(leftOf(one, 'links and routes')).toEqual({ links: ['br0', 'virbr0', 'virbr1'], routes: [] });
  });

  it('on one side alone is taken away there', () => {
    const { steps, impacts } = trial(
      guestInterface,
      { ...wanted, state: 'absent' },
      seen(running(nic, undefined)),
    );
    expect(steps).toMatchObject([{ argv: ['detach-device', ...FILE, '--config'] }]);
    expect(impacts).toEqual([{ disruption: 'none', note: 'from the next start of the guest on' }]);
  });
});

it('a saved state has the interfaces that it had', () => {
  const { live: _, ...guest } = running(nic, undefined);
  const saved = { guest: 'web', uuid: 'u', running: false, saved: true as const, type: 'network', mac };
  const around = { ...seen({ ...guest, state: 'shut off' }), attachments: [saved] };
  const { plan } = trial(guestInterface, { ...wanted, network: 'inner' }, around);
  expect(plan.warnings).toEqual([expect.stringContaining('saved state')]);
});

it.each([
  [{}, 1],
  [{ network: 'a', bridge: 'b' }, 1],
  [{ bridge: 'a', portgroup: 'b' }, 1],
  [{ state: 'absent' }, 0],
] as const)('%j says where it is plugged in', (args, count) => {
  expect(trial(guestInterface, { ...wanted, ...args }, seen({ exists: false })).complaints).toHaveLength(
    count,
  );
});

const FILE = ['--domain', 'web', '--file', '/dev/stdin'];

function device(command: string, flags: string[], stdin: string): Step {
  return { do: 'virsh', argv: [command, ...FILE, ...flags], stdin };
}

/** The host when the tap is on network inner already. */
function inner(around: SeenOfInterface): SeenOfInterface {
  const plugged = { network: 'inner', bridge: 'virbr1', master: 'virbr1' };
  return { ...around, attachments: around.attachments.map((each) => ({ ...each, ...plugged })) };
}

function unplugged({ master: _, ...rest }: SeenOfInterface['attachments'][number]) {
  return rest;
}

function leftOf({ plan }: ReturnType<typeof trial>, key: string): unknown {
  return plan.changes.at(-1)?.leaves.find(({ probe }) => probe.key === key)?.value;
}
