import { describe, expect, it } from 'vitest';
import { orphanedTaps } from '../../src/libvirt/guest/nic-place.ts';
import { guestInterface } from '../../src/modules/guest-interface.ts';
import {
  current,
  desired,
  device,
  FILE,
  inner,
  leftOf,
  mac,
  nic,
  running,
  unplugged,
} from './interface-case.ts';
import { trial } from './trial.ts';

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
    const one = trial(
      guestInterface,
      { ...desired, network: 'inner' },
      current(running(stored, { ...stored })),
    );
    const moved = xml('<source network="inner"/>', own);
    expect(one.differences).toEqual([`guest web: interface ${mac}: network default → network inner`]);
    expect(one.steps).toEqual([
      device('update-device', ['--live'], moved),
      device('update-device', ['--config'], moved),
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

  it('is plugged in where its bridge was gone and another of that name has come', () => {
    const host = {
      ...current(running(stored, { ...stored })),
      networks: [{ name: 'new', bridge: { name: 'virbr0' } }],
    };
    const here = { 'network new': { exists: true, active: true, autostart: true } };
    const loose = { ...host, ...here, attachments: host.attachments.map(unplugged) };
    const one = trial(guestInterface, { ...desired, network: 'new' }, loose);
    expect(one.steps.at(-1)).toEqual({
      do: 'run',
      argv: ['ip', 'link', 'set', 'dev', 'vnet0', 'master', 'virbr0'],
    });
    expect(one.afterwards().changes).toEqual([]);
    const plugged = trial(guestInterface, { ...desired, network: 'new' }, { ...host, ...here });
    expect(plugged.steps.every((step) => step.do === 'virsh')).toBe(true);
  });

  it('is isolated where the ports of that network are, and on no other', () => {
    const networks = [{ name: 'inner', bridge: { name: 'virbr1' }, port: { isolated: 'yes' as const } }];
    const there = { ...current(running(nic, nic)), networks };
    const moved = trial(guestInterface, { ...desired, network: 'inner' }, there);
    expect(leftOf(moved, 'guest attachments')).toMatchObject([{ network: 'inner', isolated: true }]);
    const isolated = there.attachments.map((each) => ({ ...each, isolated: true as const }));
    const bridge = trial(guestInterface, { ...desired, bridge: 'br0' }, { ...there, attachments: isolated });
    expect(leftOf(bridge, 'guest attachments')).toMatchObject([{ bridge: 'br0' }]);
    expect(JSON.stringify(leftOf(bridge, 'guest attachments'))).not.toContain('isolated');
  });

  it('stays on the bridge that its network has now, whatever its definition says of an older one', () => {
    const state = {
      exists: true,
      active: true,
      autostart: true,
      live: { name: 'default', bridge: { name: 'virbr7' } },
    };
    const renamed = { ...current(running(nic, nic), 'virbr7'), 'network default': state };
    expect(trial(guestInterface, { ...desired, network: 'default' }, renamed).differences).toEqual([]);
    const off = { ...current(running(nic, nic)), 'network default': state };
    expect(trial(guestInterface, { ...desired, network: 'default' }, off).differences).toEqual([
      `guest web: vnet0 (${mac}) on bridge: virbr0 → virbr7`,
    ]);
  });

  it('stays where it is while nobody has read the network that it is on', () => {
    const pending = {
      ...current(running(nic, nic)),
      networks: [{ name: 'default', bridge: { name: 'later' } }],
    };
    expect(pending.attachments).toMatchObject([{ network: 'default', bridge: 'virbr0' }]);
    expect(orphanedTaps({ guest: 'web', nic: { mac } }, pending, {})).toEqual([]);
  });

  it('takes nothing along that the network it leaves had given it', () => {
    const { steps } = trial(guestInterface, { ...desired, network: 'inner' }, current(running(stored, live)));
    expect(steps.map((step) => 'stdin' in step && step.stdin)).toEqual([
      xml('<source network="inner"/>', own),
      xml('<source network="inner"/>', own),
    ]);
  });

  it.each([
    ['persistent', running(nic, { ...nic, network: 'inner' }), '--config', 'none'],
    ['live', running({ ...nic, network: 'inner' }, nic), '--live', 'link'],
  ])('on the %s side alone is moved there', (side, guest, flag, disruption) => {
    const around = side === 'live' ? current(guest) : inner(current(guest));
    const one = trial(guestInterface, { ...desired, network: 'inner' }, around);
    expect(one.differences).toEqual([
      `guest web: interface ${mac} (${side}): network default → network inner`,
    ]);
    expect(one.steps).toMatchObject([{ argv: ['update-device', ...FILE, flag] }]);
    expect(one.impacts).toMatchObject([{ disruption }]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('is plugged into a bridge', () => {
    const one = trial(guestInterface, { ...desired, bridge: 'br0' }, current(running(nic, nic)));
    expect(one.differences).toEqual([`guest web: interface ${mac}: network default → bridge br0`]);
    expect(one.steps).toMatchObject([{ stdin: expect.stringMatching(/type="bridge".*bridge="br0"/) }, {}]);
    expect(leftOf(one, 'guest attachments')).toMatchObject([
      { type: 'bridge', bridge: 'br0', master: 'br0' },
    ]);
  });

  it('is told as libvirt tells of a network that has a bridge of the host', () => {
    const one = trial(guestInterface, { ...desired, network: 'host' }, current(running(nic, nic)));
    expect(leftOf(one, 'guest attachments')).toMatchObject([
      { type: 'bridge', network: 'host', bridge: 'br0' },
    ]);
  });

  it.each([
    ['virbr1', 'virbr1'],
    [undefined, null],
  ])('only in the kernel (%s) is plugged in there', (master, before) => {
    const around = current(running(nic, nic), master);
    const on = { ...around, ...(master === undefined && { attachments: around.attachments.map(unplugged) }) };
    const one = trial(guestInterface, { ...desired, network: 'default' }, on);
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
    const args = { ...desired, network: 'default', link_state: state };
    const one = trial(guestInterface, args, current(running(was, was)));
    expect(one.differences).toEqual([`guest web: interface ${mac}: link ${was.link} → link ${state}`]);
    expect(one.impacts).toMatchObject([{ disruption }]);
    expect(one.steps).toMatchObject([{ stdin: expect.stringContaining(`<link state="${state}"/>`) }, {}]);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('is taken away and plugged in again for another model', () => {
    const args = { ...desired, network: 'default', model: 'e1000' };
    const one = trial(guestInterface, args, current(running(nic, nic)));
    expect(one.steps).toMatchObject([
      { do: 'detached', args: ['web', mac, '20'] },
      { argv: ['attach-device', ...FILE, '--live'] },
      { argv: ['update-device', ...FILE, '--config'] },
    ]);
    expect(one.impacts).toMatchObject([{ disruption: 'link' }]);
    expect(one.afterwards().changes).toEqual([]);
  });
});

describe('an interface that is not desired', () => {
  it('is taken from what is stored and then from the guest', () => {
    const one = trial(guestInterface, { ...desired, state: 'absent' }, current(running(nic, nic)));
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
      { ...desired, state: 'absent' },
      current(running(nic, undefined)),
    );
    expect(steps).toMatchObject([{ argv: ['detach-device', ...FILE, '--config'] }]);
    expect(impacts).toEqual([{ disruption: 'none', note: 'from the next start of the guest on' }]);
  });
});
