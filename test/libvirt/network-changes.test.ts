import { describe, expect, it } from 'vitest';
import type { GuestAttachment } from '../../src/libvirt/attachments.ts';
import { canonical } from '../../src/libvirt/canonical.ts';
import { liveOf } from '../../src/libvirt/live.ts';
import type { Network } from '../../src/libvirt/network.ts';
import { planNetwork, type SeenNetwork, type WantedNetwork } from '../../src/libvirt/network-changes.ts';
import type { NetworkState } from '../../src/libvirt/network-state.ts';
import type { BridgePort } from '../../src/plan/bridge-ports.ts';
import type { Change } from '../../src/plan/change.ts';
import { describeStep, type Step } from '../../src/plan/step.ts';

const NET: Network = {
  name: 'net',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr7' },
  dns: { host: [{ ip: '10.7.0.10', hostname: ['web'] }] },
  ip: [
    {
      address: '10.7.0.1',
      prefix: 24,
      dhcp: {
        range: [{ start: '10.7.0.100', end: '10.7.0.200' }],
        host: [{ mac: '52:54:00:00:00:01', name: 'web', ip: '10.7.0.10' }],
      },
    },
  ],
};
const STORED = canonical(NET);
const TAP: GuestAttachment = {
  guest: 'web1',
  uuid: '0c5a2b7e-3f6d-4a8e-9b1c-2d3e4f5a6b7c',
  mac: '52:54:00:00:00:01',
  running: true,
  type: 'network',
  interface: 'vnet0',
  network: 'net',
  master: 'virbr7',
};

const portOf = ({ interface: port, master }: GuestAttachment) =>
  port !== undefined && master !== undefined ? [{ bridge: master, port, tap: true }] : [];

type There = NetworkState & { exists: true };
const there = (more: Partial<There> = {}): There => ({
  exists: true,
  active: true,
  autostart: true,
  persistent: STORED,
  live: liveOf(STORED),
  ...more,
});
const seen = (
  network: NetworkState,
  guests: GuestAttachment[] = [],
  ports: BridgePort[] = guests.flatMap(portOf),
): SeenNetwork => ({
  network,
  guests,
  ports,
  version: [9, 0, 0],
});
const wanted = (definition: Network, more: Partial<WantedNetwork> = {}): WantedNetwork => ({
  name: 'net',
  state: 'active',
  exclusive: [],
  definition,
  ...more,
});
const withMtu = { ...NET, mtu: { size: 1400 } };
const withMoved: Network = {
  ...NET,
  ip: [
    {
      ...NET.ip?.[0],
      address: '10.7.0.1',
      dhcp: { host: [{ mac: '52:54:00:00:00:01', name: 'web', ip: '10.7.0.11' }] },
    },
  ],
};

function changesOf(want: WantedNetwork, before: SeenNetwork): Change[] {
  return planNetwork(want, before).changes;
}

/** The network after the changes, as they predict it. */
function asPredicted(changes: readonly Change[], before: SeenNetwork): SeenNetwork {
  const values = new Map(
    changes.flatMap(({ leaves }) => leaves.map(({ probe, value }) => [probe.key, value])),
  );
  const { network, guests, ports } = before;
  return {
    ...before,
    network: (values.get('network net') as NetworkState | undefined) ?? network,
    guests: (values.get('guest attachments') as GuestAttachment[] | undefined) ?? guests,
    ports: (values.get('bridge ports') as BridgePort[] | undefined) ?? ports,
  };
}
const commands = (changes: readonly Change[]) =>
  changes.flatMap(({ steps }) =>
    steps.map((step) => ('argv' in step ? step.argv.join(' ') : described(step))),
  );
/** What a detached step is for, what it is told, and whether it stores a definition. */
const described = (step: Step) =>
  step.do === 'detached'
    ? [step.label, ...step.args, step.stdin === undefined ? 'as it is' : 'redefined'].join(' ')
    : describeStep(step);
const impacts = (changes: readonly Change[]) => changes.map(({ impact }) => impact.disruption);

describe('the changes of a network', () => {
  it('are none when it is as it is wanted', () => {
    expect(changesOf(wanted(NET), seen(there(), [TAP]))).toEqual([]);
  });

  it('define, start and autostart one that is not there', () => {
    const changes = changesOf(wanted(NET), seen({ exists: false }));
    expect(commands(changes)).toEqual([
      'net-define --validate /dev/stdin',
      'net-start --network net',
      'net-autostart --network net',
    ]);
    expect(impacts(changes)).toEqual(['none']);
  });

  it('update a reservation of both copies in one call, without a restart', () => {
    const changes = changesOf(wanted(withMoved), seen(there(), [TAP]));
    expect(changes).toMatchObject([{ what: 'reservation web', before: '10.7.0.10', after: '10.7.0.11' }]);
    expect(commands(changes)).toEqual([
      expect.stringMatching(/^net-update .*--command modify .*--live --config$/),
    ]);
    expect(impacts(changes)).toEqual(['service']);
  });

  it('repair only the copy that is wrong', () => {
    const wrong = canonical({ ...NET, dns: {} });
    const live = changesOf(wanted(NET), seen(there({ live: liveOf(wrong) })));
    expect(live).toMatchObject([{ what: 'DNS host web (live copy lacks it)', before: null }]);
    expect(commands(live)).toEqual([expect.stringMatching(/--section dns-host .*--live$/s)]);
    const persistent = changesOf(wanted(NET), seen(there({ persistent: wrong })));
    expect(commands(persistent)).toEqual([expect.stringMatching(/--section dns-host .*--config$/s)]);
    expect([...impacts(live), ...impacts(persistent)]).toEqual(['service', 'none']);
  });

  it('restart for what has no section, and say whom that meets', () => {
    const changes = changesOf(wanted(withMtu), seen(there(), [TAP]));
    expect(changes).toMatchObject([
      {
        what: 'mtu',
        after: '1400',
        impact: { disruption: 'link', guests: [{ guest: 'web1', interface: 'vnet0' }] },
      },
    ]);
    expect(commands(changes)).toEqual([
      `restart of network net net persistent virbr7 virbr7 yes --validate vnet0 ${TAP.uuid} redefined`,
    ]);
  });

  it('restart without another definition when only the live copy is wrong', () => {
    const changes = changesOf(wanted(withMtu), seen(there({ persistent: canonical(withMtu) })));
    expect(changes).toMatchObject([{ what: 'mtu (live copy lacks it)', before: null, after: '1400' }]);
    expect(commands(changes)).toEqual(['restart of network net net persistent virbr7 virbr7 yes  as it is']);
  });

  it('count what else is on the bridge, and name guests that do not run without counting them', () => {
    const { interface: _, master: __, ...none } = TAP;
    const resting = (guest: string, more: object = {}) => ({ ...none, ...more, guest, running: false });
    const guests = [resting('off'), resting('kept', { saved: true as const })];
    const idle = changesOf(wanted(withMtu), seen(there(), guests));
    expect(idle.at(-1)?.impact).toEqual({
      disruption: 'service',
      note: 'the network is stopped and started; no guest is attached; not running: off (shut off), kept (saved)',
    });
    const veth = { bridge: 'virbr7', port: 'veth1', tap: false };
    const elsewhere = { bridge: 'br0', port: 'eth1', tap: false };
    expect(changesOf(wanted(withMtu), seen(there(), [], [elsewhere, veth])).at(-1)?.impact).toEqual({
      disruption: 'link',
      guests: [],
      note: 'the network is stopped and started; also on virbr7: veth1',
    });
  });

  it.each([
    ['is being migrated', { migrating: true as const }, 'web1 is being migrated. Run again'],
    ['has a guaranteed bandwidth', { floor: true as const }, 'the guaranteed bandwidth (floor) of web1 (52:'],
  ])('do not restart while a guest %s', (_, more, why) => {
    const changes = changesOf(wanted(withMtu), seen(there(), [{ ...TAP, ...more }]));
    expect(changes.at(-1)?.blocked).toContain(why);
  });

  it("leave guests alone where the bridge is the host's", () => {
    const bridged: Network = { name: 'net', forward: { mode: 'bridge' }, bridge: { name: 'br0' } };
    const stored = canonical(bridged);
    const before = seen(there({ persistent: stored, live: stored }), [{ ...TAP, master: 'br0' }]);
    const changes = changesOf(wanted({ ...bridged, port: { isolated: 'yes' } }), before);
    expect(changes.at(-1)?.impact).toMatchObject({
      disruption: 'none',
      note: expect.stringContaining('its guests keep their link'),
    });
    expect(commands(changes)).toEqual(['restart of network net net persistent  br0 no --validate redefined']);
    expect(impacts(changesOf(wanted(bridged, { state: 'inactive', autostart: true }), before))).toEqual([
      'none',
    ]);
    expect(impacts(changesOf(wanted(bridged, { state: 'absent' }), before))).toEqual(['link']);
  });

  it('move ports to a bridge of another name, and guests to one of the host', () => {
    const veth = { bridge: 'virbr7', port: 'veth1', tap: false };
    const tap = { bridge: 'virbr7', port: 'vnet0', tap: true };
    const before = seen(there(), [TAP], [veth, tap]);
    const renamed = changesOf(wanted({ ...NET, bridge: { name: 'virbr8' } }), before);
    expect(renamed.at(-1)?.impact.note).toBe(
      'the network is stopped and started; its guests move to virbr8; also on virbr7: veth1',
    );
    expect(asPredicted(renamed, before).ports).toEqual([
      { ...veth, bridge: 'virbr8' },
      { ...tap, bridge: 'virbr8' },
    ]);
    const bridged: Network = { name: 'net', forward: { mode: 'bridge' }, bridge: { name: 'br0' } };
    const hosted = changesOf(wanted(bridged), before);
    expect(hosted.at(-1)?.impact).toMatchObject({ disruption: 'link' });
    expect(asPredicted(hosted, before).ports).toEqual([{ ...tap, bridge: 'br0' }]);
  });

  it('restart without guests as a service', () => {
    expect(impacts(changesOf(wanted(withMtu), seen(there())))).toEqual(['service']);
  });

  it('wait for the next start where they may, and are made now as far as they can be', () => {
    const both = { ...withMoved, mtu: { size: 1400 } };
    const want = wanted(both, { apply: 'next-start' });
    const before = seen(there(), [TAP]);
    const { changes, waiting } = planNetwork(want, before);
    expect(commands(changes)).toEqual([
      'net-define --validate /dev/stdin',
      expect.stringMatching(/^net-update .*--section ip-dhcp-host .*--live$/),
    ]);
    expect(impacts(changes)).toEqual(['none', 'service']);
    expect(changes.map(({ what }) => what)).toEqual(['mtu (persistent copy)', 'reservation web']);
    expect(waiting).toMatchObject([{ what: 'mtu', before: null, after: '1400' }]);
    const after = planNetwork(want, asPredicted(changes, before));
    expect(after).toMatchObject({ changes: [], waiting: [{ what: 'mtu' }] });
    const now = planNetwork({ ...want, apply: 'now' }, asPredicted(changes, before));
    expect(commands(now.changes)).toEqual([expect.stringMatching(/^restart of network net .* as it is$/)]);
  });

  it('wait as a whole where nothing of them fits what runs', () => {
    const moved: Network = {
      ...NET,
      ip: [
        {
          address: '10.9.0.1',
          prefix: 24,
          dhcp: { range: [{ start: '10.9.0.9', end: '10.9.0.20' }], host: [] },
        },
      ],
    };
    const { changes, waiting } = planNetwork(wanted(moved, { apply: 'next-start' }), seen(there(), [TAP]));
    expect(commands(changes)).toEqual(['net-define --validate /dev/stdin']);
    expect(waiting.length).toBeGreaterThan(1);
  });

  it('only define an inactive network anew', () => {
    const { live: _, ...inactive } = there({ active: false });
    const changes = changesOf(wanted(withMtu, { state: 'inactive' }), seen(inactive));
    expect(commands(changes)).toEqual(['net-define --validate /dev/stdin']);
  });

  it('keep uuid, MAC and what was not written', () => {
    const own = {
      uuid: '52b0f13f-17ea-4be1-8d7c-193f01046dae',
      mac: { address: '52:54:00:9d:15:35' },
      domain: { name: 'd' },
    };
    const stored = canonical({ ...NET, ...own });
    const before = seen(there({ persistent: stored, live: liveOf(stored) }));
    const { network } = asPredicted(changesOf(wanted(withMtu), before), before);
    expect(network).toMatchObject({ persistent: own, live: own });
  });

  it('define a transient network, which would be gone once it stops, before it is restarted', () => {
    const { persistent: _, ...transient } = there({ autostart: false });
    const same = changesOf(wanted(NET), seen(transient));
    expect(same[0]).toMatchObject({ what: 'network net', before: 'transient', after: 'persistent' });
    expect(commands(same)).toEqual(['net-define --validate /dev/stdin', 'net-autostart --network net']);
    const other = changesOf(wanted(withMtu), seen(transient));
    expect(commands(other)).toEqual([
      'restart of network net net transient virbr7 virbr7 yes --validate redefined',
      'net-autostart --network net',
    ]);
  });

  it('start a network that was stopped under its guests, and plug them back', () => {
    const { live: _, ...stopped } = there({ active: false });
    const { master: __, ...loose } = TAP;
    const changes = changesOf(wanted(NET), seen(stopped, [loose]));
    expect(commands(changes)).toEqual(['net-start --network net', 'ip link set dev vnet0 master virbr7']);
  });

  it('plug an isolated guest back isolated', () => {
    const { master: _, ...loose } = TAP;
    const changes = changesOf(wanted(NET), seen(there(), [{ ...loose, isolated: true as const }]));
    expect(commands(changes)).toEqual([
      'ip link set dev vnet0 master virbr7',
      'ip link set dev vnet0 type bridge_slave isolated on',
    ]);
  });

  it("plug a guest back that names the bridge itself, where that is the network's own", () => {
    const { master: _, network: __, ...rest } = TAP;
    const loose = { ...rest, type: 'bridge', bridge: 'virbr7' };
    expect(commands(changesOf(wanted(NET), seen(there(), [loose])))).toEqual([
      'ip link set dev vnet0 master virbr7',
    ]);
    expect(changesOf(wanted(NET), seen(there(), [{ ...loose, bridge: 'br0' }]))).toEqual([]);
  });

  it('make a network that its running guests have lost, and plug them back', () => {
    const { master: _, ...loose } = TAP;
    const changes = changesOf(wanted(NET), seen({ exists: false }, [loose]));
    expect(commands(changes).at(-1)).toBe('ip link set dev vnet0 master virbr7');
  });

  it('plug a guest back whose tap is on no bridge', () => {
    const { master: _, ...loose } = TAP;
    const changes = changesOf(wanted(NET), seen(there(), [loose]));
    expect(commands(changes)).toEqual(['ip link set dev vnet0 master virbr7']);
  });

  it('need consent to stop or remove a network with guests', () => {
    expect(impacts(changesOf(wanted(NET, { state: 'inactive' }), seen(there(), [TAP])))).toEqual(['link']);
    const removal = changesOf(wanted({ name: 'net' }, { state: 'absent' }), seen(there(), [TAP]));
    expect(impacts(removal)).toEqual(['link']);
    expect(commands(removal)).toEqual(['net-destroy --network net', 'net-undefine --network net']);
  });

  it('take the taps off a bridge that libvirt removes', () => {
    const before = seen(there(), [TAP]);
    const { master: _, ...loose } = TAP;
    expect(asPredicted(changesOf(wanted(NET, { state: 'inactive' }), before), before).guests).toEqual([
      loose,
    ]);
    const absent = wanted({ name: 'net' }, { state: 'absent' });
    expect(asPredicted(changesOf(absent, before), before).guests).toEqual([loose]);
  });

  it('leave guests alone that are on a bridge of the host', () => {
    const bridged: Network = { name: 'net', forward: { mode: 'bridge' }, bridge: { name: 'br0' } };
    const stored = canonical(bridged);
    const before = seen(there({ persistent: stored, live: stored }), [{ ...TAP, master: 'br0' }]);
    const changed = changesOf(wanted({ ...bridged, port: { isolated: 'yes' } }), before);
    expect(impacts(changed)).toEqual(['none']);
    const stop = changesOf(wanted(bridged, { state: 'inactive' }), before);
    expect(impacts(stop)).toEqual(['none']);
    expect(asPredicted(stop, before).guests).toEqual(before.guests);
    const moved = changesOf(wanted({ ...bridged, bridge: { name: 'br1' } }), before);
    expect(impacts(moved)).toEqual(['link']);
  });

  it('describe a network that runs, where libvirt can', () => {
    const described = wanted({ ...NET, title: 'Web', mtu: { size: 1400 } });
    const withTitle = { ...NET, title: 'Web' };
    const now = { ...seen(there(), [TAP]), version: [11, 3, 0] as const };
    const changes = changesOf(wanted(withTitle), now);
    expect(commands(changes)).toEqual([
      'net-desc --network net --live --title --new-desc Web',
      'net-desc --network net --config --title --new-desc Web',
    ]);
    expect(impacts(changes)).toEqual(['none']);
    expect(changesOf(wanted(withTitle), asPredicted(changes, now))).toEqual([]);
    expect(commands(changesOf(described, now))).not.toContainEqual(expect.stringContaining('net-desc'));
  });

  it('set metadata of a network that runs, where libvirt can and gives back what is written', () => {
    const now = { ...seen(there(), [TAP]), version: [11, 3, 0] as const };
    const told = (metadata: string) => changesOf(wanted({ ...NET, metadata }), now);
    const changes = told('<a:b c="1" xmlns:a="urn:a"><a:d/></a:b>');
    expect(commands(changes)).toEqual([
      'net-metadata --network net --uri urn:a --key a --set <b c="1"><d/></b> --live --config',
    ]);
    expect(impacts(changes)).toEqual(['none']);
    const after = asPredicted(changes, now);
    expect(changesOf(wanted({ ...NET, metadata: '<a:b c="1" xmlns:a="urn:a"><a:d/></a:b>' }), after)).toEqual(
      [],
    );
    expect(commands(changesOf(wanted({ ...NET, metadata: '<z:z xmlns:z="urn:z"/>' }), after))).toEqual([
      'net-metadata --network net --uri urn:a --remove --live --config',
      'net-metadata --network net --uri urn:z --key z --set <z/> --live --config',
    ]);
    for (const mixed of ['<b xmlns="urn:a"/>', '<a:b xmlns:a="urn:a"><q:c xmlns:q="urn:q"/></a:b>'])
      expect(impacts(told(mixed))).toEqual(['link']);
  });

  it.each([
    ['made', wanted(NET), seen({ exists: false })],
    ['restarted', wanted(withMtu), seen(there(), [TAP])],
    ['updated', wanted(withMoved), seen(there(), [TAP])],
    ['defined', wanted(NET), seen({ exists: true, active: true, autostart: false, live: liveOf(STORED) })],
    ['stopped', wanted(NET, { state: 'inactive', autostart: false }), seen(there())],
    ['removed', wanted({ name: 'net' }, { state: 'absent' }), seen(there())],
  ])('leave nothing to do once it is %s as predicted', (_, want, before) => {
    const changes = changesOf(want, before);
    expect(changes.length).toBeGreaterThan(0);
    expect(changesOf(want, asPredicted(changes, before))).toEqual([]);
  });
});
