import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import {
  asPredicted,
  changesOf,
  commands,
  current,
  desired,
  impacts,
  NET,
  TAP,
  there,
  withMtu,
} from './network-case.ts';

describe('the changes of a network that has to be restarted', () => {
  it('restart for what has no section, and say whom that meets', () => {
    const changes = changesOf(desired(withMtu), current(there(), [TAP]));
    expect(changes).toMatchObject([
      {
        what: 'mtu',
        after: '1400',
        impact: { disruption: 'link', guests: [{ guest: 'web1', interface: 'vnet0' }] },
      },
    ]);
    expect(commands(changes)).toEqual([
      `restart of network net net persistent virbr7 virbr7 yes --validate 1400 vnet0 ${TAP.uuid} redefined`,
    ]);
  });

  it('restart without another definition when only the live copy is wrong', () => {
    const changes = changesOf(desired(withMtu), current(there({ persistent: canonical(withMtu) })));
    expect(changes).toMatchObject([{ what: 'mtu (live copy lacks it)', before: null, after: '1400' }]);
    expect(commands(changes)).toEqual([
      'restart of network net net persistent virbr7 virbr7 yes  1400 as it is',
    ]);
  });

  it('count what else is on the bridge, and name guests that do not run without counting them', () => {
    const { interface: _, master: __, ...none } = TAP;
    const resting = (guest: string, more: object = {}) => ({ ...none, ...more, guest, running: false });
    const guests = [resting('off'), resting('kept', { saved: true as const })];
    const idle = changesOf(desired(withMtu), current(there(), guests));
    expect(idle.at(-1)?.impact).toEqual({
      disruption: 'service',
      note: 'the network is stopped and started; no guest is attached; not running: off (shut off), kept (saved)',
    });
    const veth = { bridge: 'virbr7', port: 'veth1', tap: false };
    const elsewhere = { bridge: 'br0', port: 'eth1', tap: false };
    expect(changesOf(desired(withMtu), current(there(), [], [elsewhere, veth])).at(-1)?.impact).toEqual({
      disruption: 'link',
      guests: [],
      note: 'the network is stopped and started; also on virbr7: veth1',
    });
  });

  it.each([
    ['is being migrated', { migrating: true as const }, 'web1 is being migrated. Run again'],
    ['has a guaranteed bandwidth', { floor: true as const }, 'the guaranteed bandwidth (floor) of web1 (52:'],
  ])('do not restart while a guest %s', (_, more, why) => {
    const changes = changesOf(desired(withMtu), current(there(), [{ ...TAP, ...more }]));
    expect(changes.at(-1)?.blocked).toContain(why);
  });

  it('move ports to a bridge of another name, and guests to one of the host', () => {
    const veth = { bridge: 'virbr7', port: 'veth1', tap: false };
    const tap = { bridge: 'virbr7', port: 'vnet0', tap: true };
    const before = current(there(), [TAP], [veth, tap]);
    const renamed = changesOf(desired({ ...NET, bridge: { name: 'virbr8' } }), before);
    expect(renamed.at(-1)?.impact.note).toBe(
      'the network is stopped and started; its guests move to virbr8; also on virbr7: veth1',
    );
    expect(asPredicted(renamed, before).ports).toEqual([
      { ...veth, bridge: 'virbr8' },
      { ...tap, bridge: 'virbr8' },
    ]);
    const bridged: Network = { name: 'net', forward: { mode: 'bridge' }, bridge: { name: 'br0' } };
    const hosted = changesOf(desired(bridged), before);
    expect(hosted.at(-1)?.impact).toMatchObject({ disruption: 'link' });
    expect(asPredicted(hosted, before).ports).toEqual([{ ...tap, bridge: 'br0' }]);
  });

  it('restart without guests as a service', () => {
    expect(impacts(changesOf(desired(withMtu), current(there())))).toEqual(['service']);
  });

  it('define a transient network, which would be gone once it stops, before it is restarted', () => {
    const { persistent: _, ...transient } = there({ autostart: false });
    const same = changesOf(desired(NET), current(transient));
    expect(same[0]).toMatchObject({ what: 'network net', before: 'transient', after: 'persistent' });
    expect(commands(same)).toEqual(['net-define --validate /dev/stdin', 'net-autostart --network net']);
    const other = changesOf(desired(withMtu), current(transient));
    expect(commands(other)).toEqual([
      'restart of network net net transient virbr7 virbr7 yes --validate 1400 redefined',
      'net-autostart --network net',
    ]);
  });
});
