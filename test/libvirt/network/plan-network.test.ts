import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { planNetwork } from '../../../src/libvirt/network/plan-network.ts';
import {
  asPredicted,
  changesOf,
  commands,
  current,
  desired,
  impacts,
  NET,
  STORED,
  TAP,
  there,
  withMoved,
  withMtu,
} from '../network-case.ts';

describe('the changes of a network', () => {
  it('are none when the network is the desired one', () => {
    expect(changesOf(desired(NET), current(there(), [TAP]))).toEqual([]);
  });

  it('define, start and autostart one that is not there', () => {
    const changes = changesOf(desired(NET), current({ exists: false }));
    const commands = [
      ['net-define', '--validate', '/dev/stdin'],
      ['net-autostart', '--network', 'net'],
      ['net-start', '--network', 'net'],
    ];
    const stdin = expect.stringContaining('<name>net</name>');
    expect(changes).toMatchObject([{ steps: [{ do: 'virsh-set', commands, stdin }] }]);
    expect(impacts(changes)).toEqual(['none']);
  });

  it('update a reservation of both copies in one step, which stores first, without a restart', () => {
    const changes = changesOf(desired(withMoved), current(there(), [TAP]));
    expect(changes).toMatchObject([{ what: 'reservation web', before: '10.7.0.10', after: '10.7.0.11' }]);
    expect(commands(changes)).toEqual([
      expect.stringMatching(/^net-update .*--command modify .*--config$/),
      expect.stringMatching(/^net-update .*--command modify .*--live$/),
    ]);
    expect(impacts(changes)).toEqual(['service']);
  });

  it('repair only the copy that is wrong', () => {
    const wrong = canonical({ ...NET, dns: {} });
    const live = changesOf(desired(NET), current(there({ live: liveOf(wrong) })));
    expect(live).toMatchObject([{ what: 'DNS host web (live copy lacks it)', before: null }]);
    expect(commands(live)).toEqual([expect.stringMatching(/--section dns-host .*--live$/s)]);
    const persistent = changesOf(desired(NET), current(there({ persistent: wrong })));
    expect(commands(persistent)).toEqual([expect.stringMatching(/--section dns-host .*--config$/s)]);
    expect([...impacts(live), ...impacts(persistent)]).toEqual(['service', 'none']);
  });

  it('wait for the next start where they may, and are made now as far as they can be', () => {
    const both = { ...withMoved, mtu: { size: 1400 } };
    const want = desired(both, { apply: 'next-start' });
    const before = current(there(), [TAP]);
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
    const { changes, waiting } = planNetwork(
      desired(moved, { apply: 'next-start' }),
      current(there(), [TAP]),
    );
    expect(commands(changes)).toEqual(['net-define --validate /dev/stdin']);
    expect(waiting.length).toBeGreaterThan(1);
  });

  it('only redefine an inactive network', () => {
    const { live: _, ...inactive } = there({ active: false });
    const changes = changesOf(desired(withMtu, { state: 'inactive' }), current(inactive));
    expect(commands(changes)).toEqual(['net-define --validate /dev/stdin']);
  });

  it('keep uuid, MAC and what was not written', () => {
    const own = {
      uuid: '52b0f13f-17ea-4be1-8d7c-193f01046dae',
      mac: { address: '52:54:00:9d:15:35' },
      domain: { name: 'd' },
    };
    const stored = canonical({ ...NET, ...own });
    const before = current(there({ persistent: stored, live: liveOf(stored) }));
    const { network } = asPredicted(changesOf(desired(withMtu), before), before);
    expect(network).toMatchObject({ persistent: own, live: own });
  });

  it('describe a network that runs, where libvirt can', () => {
    const described = desired({ ...NET, title: 'Web', mtu: { size: 1400 } });
    const withTitle = { ...NET, title: 'Web' };
    const now = { ...current(there(), [TAP]), version: [11, 3, 0] as const };
    const changes = changesOf(desired(withTitle), now);
    expect(commands(changes)).toEqual([
      'net-desc --network net --live --title --new-desc Web',
      'net-desc --network net --config --title --new-desc Web',
    ]);
    expect(impacts(changes)).toEqual(['none']);
    expect(changesOf(desired(withTitle), asPredicted(changes, now))).toEqual([]);
    expect(commands(changesOf(described, now))).not.toContainEqual(expect.stringContaining('net-desc'));
  });

  it('set metadata of a network that runs, where libvirt can and gives back what is written', () => {
    const now = { ...current(there(), [TAP]), version: [11, 3, 0] as const };
    const told = (metadata: string) => changesOf(desired({ ...NET, metadata }), now);
    const changes = told('<a:b c="1" xmlns:a="urn:a"><a:d/></a:b>');
    expect(commands(changes)).toEqual([
      'net-metadata --network net --uri urn:a --key a --set <b c="1"><d/></b> --config',
      'net-metadata --network net --uri urn:a --key a --set <b c="1"><d/></b> --live',
    ]);
    expect(impacts(changes)).toEqual(['none']);
    const after = asPredicted(changes, now);
    expect(
      changesOf(desired({ ...NET, metadata: '<a:b c="1" xmlns:a="urn:a"><a:d/></a:b>' }), after),
    ).toEqual([]);
    expect(commands(changesOf(desired({ ...NET, metadata: '<z:z xmlns:z="urn:z"/>' }), after))).toEqual([
      'net-metadata --network net --uri urn:a --remove --config',
      'net-metadata --network net --uri urn:a --remove --live',
      'net-metadata --network net --uri urn:z --key z --set <z/> --config',
      'net-metadata --network net --uri urn:z --key z --set <z/> --live',
    ]);
    for (const mixed of ['<b xmlns="urn:a"/>', '<a:b xmlns:a="urn:a"><q:c xmlns:q="urn:q"/></a:b>'])
      expect(impacts(told(mixed))).toEqual(['link']);
  });

  it.each([
    ['made', desired(NET), current({ exists: false })],
    ['restarted', desired(withMtu), current(there(), [TAP])],
    ['updated', desired(withMoved), current(there(), [TAP])],
    [
      'defined',
      desired(NET),
      current({ exists: true, active: true, autostart: false, live: liveOf(STORED) }),
    ],
    ['stopped', desired(NET, { state: 'inactive', autostart: false }), current(there())],
    ['removed', desired({ name: 'net' }, { state: 'absent' }), current(there())],
  ])('leave nothing to do once it is %s as predicted', (_, want, before) => {
    const changes = changesOf(want, before);
    expect(changes.length).toBeGreaterThan(0);
    expect(changesOf(want, asPredicted(changes, before))).toEqual([]);
  });
});
