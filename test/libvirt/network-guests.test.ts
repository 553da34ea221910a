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
} from './network-case.ts';

describe('the changes of a network with guests', () => {
  it("leave guests alone where the bridge is the host's", () => {
    const bridged: Network = { name: 'net', forward: { mode: 'bridge' }, bridge: { name: 'br0' } };
    const stored = canonical(bridged);
    const before = current(there({ persistent: stored, live: stored }), [{ ...TAP, master: 'br0' }]);
    const changes = changesOf(desired({ ...bridged, port: { isolated: 'yes' } }), before);
    expect(changes.at(-1)?.impact).toMatchObject({
      disruption: 'none',
      note: expect.stringContaining('its guests keep their link'),
    });
    expect(commands(changes)).toEqual([
      'restart of network net net persistent  br0 no --validate  redefined',
    ]);
    expect(impacts(changesOf(desired(bridged, { state: 'inactive', autostart: true }), before))).toEqual([
      'none',
    ]);
    expect(impacts(changesOf(desired(bridged, { state: 'absent' }), before))).toEqual(['link']);
  });

  it('start a network that was stopped under its guests, and plug them back', () => {
    const { live: _, ...stopped } = there({ active: false });
    const { master: __, ...loose } = TAP;
    const changes = changesOf(desired(NET), current(stopped, [loose]));
    expect(commands(changes)).toEqual(['net-start --network net', 'ip link set dev vnet0 master virbr7']);
  });

  it('plug an isolated guest back isolated', () => {
    const { master: _, ...loose } = TAP;
    const changes = changesOf(desired(NET), current(there(), [{ ...loose, isolated: true as const }]));
    expect(commands(changes)).toEqual([
      'ip link set dev vnet0 master virbr7',
      'ip link set dev vnet0 type bridge_slave isolated on',
    ]);
  });

  it("plug a guest back that names the bridge itself, where that is the network's own", () => {
    const { master: _, network: __, ...rest } = TAP;
    const loose = { ...rest, type: 'bridge', bridge: 'virbr7' };
    expect(commands(changesOf(desired(NET), current(there(), [loose])))).toEqual([
      'ip link set dev vnet0 master virbr7',
    ]);
    expect(changesOf(desired(NET), current(there(), [{ ...loose, bridge: 'br0' }]))).toEqual([]);
  });

  it('make a network that its running guests have lost, and plug them back', () => {
    const { master: _, ...loose } = TAP;
    const changes = changesOf(desired(NET), current({ exists: false }, [loose]));
    expect(commands(changes).at(-1)).toBe('ip link set dev vnet0 master virbr7');
  });

  it('plug a guest back whose tap is on no bridge', () => {
    const { master: _, ...loose } = TAP;
    const changes = changesOf(desired(NET), current(there(), [loose]));
    expect(commands(changes)).toEqual(['ip link set dev vnet0 master virbr7']);
  });

  it('need consent to stop or remove a network with guests', () => {
    expect(impacts(changesOf(desired(NET, { state: 'inactive' }), current(there(), [TAP])))).toEqual([
      'link',
    ]);
    const removal = changesOf(desired({ name: 'net' }, { state: 'absent' }), current(there(), [TAP]));
    expect(impacts(removal)).toEqual(['link']);
    expect(commands(removal)).toEqual(['net-destroy --network net', 'net-undefine --network net']);
  });

  it('take the taps off a bridge that libvirt removes', () => {
    const before = current(there(), [TAP]);
    const { master: _, ...loose } = TAP;
    expect(asPredicted(changesOf(desired(NET, { state: 'inactive' }), before), before).guests).toEqual([
      loose,
    ]);
    const absent = desired({ name: 'net' }, { state: 'absent' });
    expect(asPredicted(changesOf(absent, before), before).guests).toEqual([loose]);
  });

  it('leave guests alone that are on a bridge of the host', () => {
    const bridged: Network = { name: 'net', forward: { mode: 'bridge' }, bridge: { name: 'br0' } };
    const stored = canonical(bridged);
    const before = current(there({ persistent: stored, live: stored }), [{ ...TAP, master: 'br0' }]);
    const changed = changesOf(desired({ ...bridged, port: { isolated: 'yes' } }), before);
    expect(impacts(changed)).toEqual(['none']);
    const stop = changesOf(desired(bridged, { state: 'inactive' }), before);
    expect(impacts(stop)).toEqual(['none']);
    expect(asPredicted(stop, before).guests).toEqual(before.guests);
    const moved = changesOf(desired({ ...bridged, bridge: { name: 'br1' } }), before);
    expect(impacts(moved)).toEqual(['link']);
  });
});
